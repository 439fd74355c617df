package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.BadRequestException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.ResponseFormat;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolChoice;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What creates, reads, lists and changes runs.
 */
abstract class AbstractRunContractTests extends AbstractContractTests {

	AbstractRunContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void createsRunOnThread() {
		assumeServerKeepsRuns();
		this.simulator.when(message().equalTo("Hello")).reply("Hi");
		String thread = this.threads.create(List.of(Message.user("Hello")), Map.of()).id();
		Run run = this.runs.create("support", thread);
		assertThat(run.threadId()).isEqualTo(thread);
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		assertThat(run.createdAt()).isEqualTo(this.time.instant());
		assertThat(run.object()).isNotEmpty();
		assertThat(run.model()).isEqualTo("gpt-4.1");
		assertThat(run.requiresAction()).isFalse();
		assertThat(run.toolCalls()).isEmpty();
		assertThat(this.runs.execute(request("Hello").thread(newThread()).build()).text()).isEqualTo("Hi");
	}

	@Test
	void createsRunWithEverythingThatRequestSays() {
		this.simulator.when(message().equalTo("Second")).call("findOrder", Map.of("number", "1")).reply("Done");
		RunRequest request = request("First").message(Message.user("Second"))
			.thread(newThread())
			.model("gpt-4.1-nano")
			.instructions("Be brief.")
			.additionalInstructions("Be kind.")
			.temperature(0.25)
			.topP(0.75)
			.maxCompletionTokens(512)
			.responseFormat(ResponseFormat.jsonObject())
			.tools("findOrder")
			.toolChoice(ToolChoice.function("findOrder"))
			.parallelToolCalls(false)
			.metadata(Map.of("tenant", "t1"))
			.build();
		Run run = this.runs.create(request);
		assertThat(run.model()).isEqualTo("gpt-4.1-nano");
		assertThat(run.instructions()).contains("Be brief.").contains("Be kind.");
		assertThat(run.metadata()).isEqualTo(Map.of("tenant", "t1"));
		assertThat(run.tools()).extracting("name").containsExactly("findOrder");
		assertThat(lastCreation().requestBody()).contains("0.25", "0.75", "512", "json_object")
			.contains("\"parallel_tool_calls\":false", "\"type\":\"function\"", "First", "Second");
		assertThat(afterTurn(run).toolCalls()).extracting("name").containsExactly("findOrder");
	}

	@Test
	void createsThreadWhereRequestNamesNone() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = this.runs.create(request("Hello").build());
		assertThat(this.threads.load(run.threadId()).id()).isEqualTo(run.threadId());
		Run ended = afterTurn(run);
		assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.threads.messages(run.threadId(), PageQuery.oldestFirst()).data()).extracting(Message::text)
			.containsExactly("Hello", "Hi");
	}

	@Test
	void createsThreadForRequestThatSaysEverything() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = this.runs.create(request("Hello").reasoningEffort("low")
			.additionalInstructions("Be kind.")
			.metadata(Map.of("tenant", "t1"))
			.build());
		assertThat(lastCreation().requestBody()).contains("\"low\"");
		assertThat(run.metadata()).isEqualTo(Map.of("tenant", "t1"));
		assertThat(afterTurn(run).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void sendsWhatVocabularyDoesNotName() {
		this.simulator.when(anyMessage()).reply("Hi");
		String name = (this.wire == Wire.RESPONSES) ? "service_tier" : "truncation_strategy";
		Object value = (this.wire == Wire.RESPONSES) ? "flex" : Map.of("type", "last_messages", "last_messages", 3);
		this.runs.create(request("Hello").thread(newThread()).extraBody(name, value).build());
		assertThat(lastCreation().requestBody()).contains("\"" + name + "\":");
	}

	@Test
	void serverRefusesWhatItDoesNotKnow() {
		assumeAsOpenAi();
		RunRequest request = request("Hello").thread(newThread()).extraBody("bogus", true).build();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.runs.create(request))
			.satisfies((ex) -> assertThat(ex.param()).isEqualTo("bogus"))
			.satisfies((ex) -> assertThat(ex.requestId()).isNotEmpty());
	}

	@Test
	void loadsRunThatWasCreated() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = this.runs.create(request("Hello").thread(newThread()).metadata(Map.of("tenant", "t1")).build());
		Run loaded = this.runs.load(run.id(), run.threadId());
		assertThat(loaded.id()).isEqualTo(run.id());
		assertThat(loaded.threadId()).isEqualTo(run.threadId());
		assertThat(loaded.createdAt()).isEqualTo(run.createdAt());
		assertThat(loaded.assistant()).isEqualTo(run.assistant()).isNotNull();
		assertThat(loaded.metadata()).isEqualTo(Map.of("tenant", "t1"));
	}

	@Test
	void refreshFollowsRunToItsEnd() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Hi");
		Run run = newRun("Hello");
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		this.time.pass(QUEUED);
		run = this.runs.refresh(run);
		assertThat(run.status()).isEqualTo(RunStatus.IN_PROGRESS);
		this.time.pass(WORKING);
		run = this.runs.refresh(run);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		run = this.runs.submitToolOutput(run, run.toolCalls().get(0).id(), "shipped");
		assertThat(run.status()).isIn(RunStatus.QUEUED, RunStatus.IN_PROGRESS);
		run = afterTurn(run);
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(run.completedAt()).isEqualTo(this.time.instant());
		assertThat(run.usage()).isNotNull();
		assertThat(run.usage().totalTokens()).isPositive();
	}

	@Test
	void idStaysTheSameAcrossRounds() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Hi");
		Run created = newRun("Hello");
		Run asking = afterTurn(created);
		Run submitted = this.runs.submitToolOutput(asking, asking.toolCalls().get(0).id(), "shipped");
		Run ended = afterTurn(submitted);
		assertThat(List.of(asking.id(), submitted.id(), ended.id())).containsOnly(created.id());
		assertThat(this.runs.load(created.id(), created.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void usageCountsEveryRound() {
		this.simulator.when(message().contains("none")).reply("Hi");
		this.simulator.when(message().contains("call")).call("findOrder", Map.of("number", "17")).reply("Hi");
		long plain = this.runs.execute(request("none").build()).usage().promptTokens();
		long twice = this.runs.execute(request("call").build()).usage().promptTokens();
		assertThat(twice).isGreaterThan(plain);
	}

	@Test
	void listsRunsOfThreadByPages() {
		assumeSupported(RunCapability.LIST_RUNS);
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		List<String> ids = List.of("one", "two", "three")
			.stream()
			.map((text) -> this.runs.execute(request(text).thread(thread).build()).run().id())
			.toList();
		List<Run> listed = all(PageQuery.oldestFirst().limit(2), (query) -> this.runs.list(thread, query));
		assertThat(listed).extracting(Run::id).containsExactlyElementsOf(ids);
		assertThat(listed).extracting(Run::status).containsOnly(RunStatus.COMPLETED);
		assertThat(this.runs.list(thread, PageQuery.newestFirst()).data().get(0).id()).isEqualTo(ids.get(2));
	}

	@Test
	void refusesToListRunsWhereServerCannot() {
		assumeUnsupported(RunCapability.LIST_RUNS);
		String thread = newThread();
		assertUnsupported(RunCapability.LIST_RUNS, () -> this.runs.list(thread, PageQuery.newestFirst()));
	}

	@Test
	void modifiesMetadata() {
		assumeSupported(RunCapability.MODIFY_RUN);
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = this.runs.create(request("Hello").thread(newThread()).metadata(Map.of("tenant", "t1")).build());
		assertThat(this.runs.modify(run, Map.of("tenant", "t2")).metadata()).isEqualTo(Map.of("tenant", "t2"));
		assertThat(this.runs.load(run.id(), run.threadId()).metadata()).isEqualTo(Map.of("tenant", "t2"));
	}

	@Test
	void refusesToModifyMetadataWhereServerCannot() {
		assumeUnsupported(RunCapability.MODIFY_RUN);
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		assertUnsupported(RunCapability.MODIFY_RUN, () -> this.runs.modify(run, Map.of("tenant", "t2")));
	}

	@Test
	void textFormTellsNoContent() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "4711")).reply("Hi");
		Run run = this.runs
			.create(request("Hello").thread(newThread()).additionalInstructions("A trade secret").build());
		String text = afterTurn(run).toString();
		assertThat(text).contains(run.id(), run.threadId(), "requires_action", "findOrder")
			.doesNotContain("4711", "A trade secret", Application.KEY);
	}

	@Test
	void capabilitiesNameTheWireAndTheirReasons() {
		assertThat(this.runs.capabilities().wire()).isEqualToIgnoringCase(this.wire.name());
		for (RunCapability capability : RunCapability.values()) {
			String reason = this.runs.capabilities().reasonAgainst(capability);
			assertThat(reason == null || !reason.isBlank()).isTrue();
		}
	}

}
