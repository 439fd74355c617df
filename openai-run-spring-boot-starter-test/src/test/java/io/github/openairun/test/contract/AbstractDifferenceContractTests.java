package io.github.openairun.test.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The differences of the wires, as docs/wires.md lists them. What a wire does not have is
 * refused before anything is sent, and never left out silently.
 */
abstract class AbstractDifferenceContractTests extends AbstractContractTests {

	/** What an application can do with the runs that it keeps. */
	private static final Set<RunCapability> KEPT = Set.of(RunCapability.LIST_RUNS, RunCapability.MODIFY_RUN);

	AbstractDifferenceContractTests(Wire wire) {
		super(wire);
	}

	/**
	 * What a capability stands for is stated where it belongs; this is about the list.
	 */
	@ParameterizedTest
	@EnumSource
	void capabilities(RunCapability capability) throws IOException {
		List<String> row = row("`" + capability + "`");
		String word = supports(capability) ? "yes" : "no: ";
		int column = !serverKeepsRuns() ? 3 : (this.wire == Wire.RESPONSES) ? 1 : 2;
		assertThat(row.get(column)).startsWith(word);
		boolean kept = !serverKeepsRuns() && KEPT.contains(capability);
		assertThat(supports(capability)).isEqualTo(this.wire == Wire.ASSISTANTS || kept);
	}

	/**
	 * Return the cells of the row of the page's table that begins with the given one.
	 */
	private static List<String> row(String first) throws IOException {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
			folder = folder.getParent();
		}
		return Files.readAllLines(folder.resolve("docs/wires.md"))
			.stream()
			.filter((line) -> line.startsWith("| " + first + " |"))
			.map((line) -> List.of(line.substring(2).split(" \\| ?")))
			.findFirst()
			.orElseThrow(() -> new AssertionError("docs/wires.md has no row " + first));
	}

	@Test
	void timesOfRunsThatTheApplicationKeeps() {
		assumeThat(serverKeepsRuns()).isFalse();
		this.simulator.when(message().equalTo("fail")).fail("server_error", "Oops");
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Hi");
		Run waiting = newRun("Hello");
		assertThat(waiting.startedAt()).isNotNull();
		assertThat(waiting.expiresAt()).isNull();
		assertThat(this.runs.cancel(waiting).cancelledAt()).isNotNull();
		assertThat(newRun("fail").failedAt()).isNotNull();
		assertThat(this.runs.execute("support", "Hello").run().completedAt()).isNotNull();
	}

	@Test
	void timesOfRuns() {
		assumeServerKeepsRuns();
		this.simulator.when(message().equalTo("fail")).fail("server_error", "Oops");
		this.simulator.when(message().equalTo("cancel")).cancel();
		this.simulator.when(anyMessage()).reply("Hi");
		Run created = newRun("Hello");
		Run ended = afterTurn(created);
		assertThat(ended.completedAt()).isNotNull();
		List<Instant> times = new ArrayList<>();
		times.add(created.expiresAt());
		times.add(ended.startedAt());
		times.add(afterTurn(newRun("fail")).failedAt());
		times.add(afterTurn(newRun("cancel")).cancelledAt());
		assertThat(times).allMatch((time) -> (time != null) == (this.wire == Wire.ASSISTANTS));
	}

	@Test
	void pairsOfMetadataOfRuns() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Hi");
		int most = !serverKeepsRuns() ? 16 : (this.wire == Wire.RESPONSES) ? 9 : 15;
		RunResult result = this.runs.execute(request("Hello").metadata(pairs(most)).build());
		assertThat(result.run().metadata()).isEqualTo(pairs(most));
		RunRequest request = request("Hello").thread(newThread()).metadata(pairs(most + 1)).build();
		assertNothingSent(() -> assertThatIllegalArgumentException().isThrownBy(() -> this.runs.create(request))
			.withMessageContaining("more than " + most + " pairs"));
	}

	private static Map<String, String> pairs(int number) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (int i = 0; i < number; i++) {
			pairs.put("key " + i, "v".repeat(512));
		}
		return pairs;
	}

	@Test
	void smallestLimitOfCompletionTokens() {
		this.simulator.when(anyMessage()).reply("Hi");
		int least = (this.wire == Wire.RESPONSES) ? 16 : 256;
		String thread = newThread();
		RunRequest request = request("Hello").thread(thread).maxCompletionTokens(least - 1).build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.runs.create(request))
			.withMessageContaining("maxCompletionTokens")
			.withMessageContaining("at least " + least);
		assertThat(creations()).isEmpty();
		assertThat(this.runs.create(request.mutate().maxCompletionTokens(least).build()).threadId()).isEqualTo(thread);
	}

	@Test
	void metadataOfMessagesAndPagesBeforeOne() {
		assumeThat(this.wire == Wire.ASSISTANTS || !serverKeepsRuns()).isTrue();
		String thread = newThread();
		Message message = Message.user("Hello").withMetadata(Map.of("tenant", "t1"));
		String id = this.threads.addMessage(thread, message).id();
		assertThat(this.threads.loadMessage(id, thread).metadata()).isEqualTo(Map.of("tenant", "t1"));
		assertThat(this.threads.messages(thread, PageQuery.newestFirst().before(String.valueOf(id))).data()).isEmpty();
	}

	@Test
	void limitOfPromptTokens() {
		assumeThat(this.wire).isEqualTo(Wire.ASSISTANTS);
		this.runs.create(request("Hello").thread(newThread()).maxPromptTokens(500).build());
		assertThat(lastCreation().requestBody()).contains("\"max_prompt_tokens\":500");
	}

	@Test
	void whatOnlyAssistantsHaveIsRefused() {
		assumeThat(this.wire).isEqualTo(Wire.RESPONSES);
		if (!serverKeepsRuns()) {
			RunRequest request = request("Hello").thread(newThread()).maxPromptTokens(500).build();
			assertRefused("maxPromptTokens", () -> this.runs.create(request));
			return;
		}
		String thread = newThread();
		String id = String.valueOf(this.threads.addMessage(thread, Message.user("Hello")).id());
		Message message = Message.user("Hello").withMetadata(Map.of("tenant", "t1"));
		RunRequest request = request("Hello").thread(thread).maxPromptTokens(500).build();
		PageQuery query = PageQuery.newestFirst().before(id);
		assertRefused("metadata", () -> this.threads.addMessage(thread, message));
		assertRefused("maxPromptTokens", () -> this.runs.create(request));
		assertRefused("before", () -> this.threads.messages(thread, query));
	}

	private void assertRefused(String name, ThrowingCallable operation) {
		assertNothingSent(() -> assertThatIllegalArgumentException().isThrownBy(operation)
			.withMessageContaining(name)
			.withMessageContaining("on wire 'responses'"));
	}

}
