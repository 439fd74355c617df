package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.UnsupportedRunActionException;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs on wire {@code responses} whose responses put out other items than calls of
 * functions and messages.
 */
class ResponsesItemsTests extends AbstractContractTests {

	private static final Object REASONING = raw("""
			{"type": "reasoning", "summary": []}""");

	private static final Object SEARCH = raw("""
			{"type": "web_search_call", "status": "completed", "action": {"type": "search", "query": "17"}}""");

	ResponsesItemsTests() {
		super(Wire.RESPONSES);
	}

	@Test
	void reasoningStandsBetweenTheCallsAndTheirOutputs() {
		this.simulator.when(anyMessage())
			.items(REASONING)
			.calls(call("findOrder", Map.of("number", "17")), call("findOrder", Map.of("number", "18")))
			.items(REASONING, SEARCH, REASONING)
			.call("quoteRefund", Map.of("number", "17", "reason", "LATE"))
			.items(REASONING)
			.reply("Done");
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.text()).isEqualTo("Done");
		assertThat(this.application.tools().invocations()).hasSize(3);
		List<RunStep> steps = this.runs.steps(result.run(), PageQuery.oldestFirst()).data();
		assertThat(steps).flatExtracting(RunStep::toolCalls)
			.extracting(RunStep.Call::type)
			.containsExactly("function", "function", "web_search", "function");
		Run loaded = startApplication().runs().load(result.run().id(), result.run().threadId());
		assertThat(loaded.status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void messageBeforeTheCallsIsTheRunsToo() {
		this.simulator.when(anyMessage())
			.items(raw("""
					{"type": "message", "role": "assistant", "status": "completed",
					 "content": [{"type": "output_text", "text": "Let me see.", "annotations": []}]}"""))
			.call("findOrder", Map.of("number", "17"))
			.reply("Done");
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.messages()).extracting(Message::text).containsExactly("Let me see.", "Done");
		assertThat(result.text()).endsWith("Done");
	}

	@Test
	void citationsAreTheSameInTheReplyAndOnTheThread() {
		this.simulator.when(anyMessage()).items(raw("""
				{"type": "message", "role": "assistant", "status": "completed",
				 "content": [{"type": "output_text", "text": "See the manual.", "annotations": [
				 {"type": "file_citation", "file_id": "file_1", "filename": "manual.pdf", "index": 4},
				 {"type": "container_file_citation", "container_id": "cntr_1", "file_id": "cfile_1",
				  "filename": "plot.png", "start_index": 0, "end_index": 3}]}]}"""));
		List<Citation> expected = List.of(
				Citation.builder("file_citation").fileId("file_1").filename("manual.pdf").startIndex(4).build(),
				Citation.builder("container_file_citation")
					.containerId("cntr_1")
					.fileId("cfile_1")
					.filename("plot.png")
					.startIndex(0)
					.endIndex(3)
					.build());
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.text()).isEqualTo("See the manual.");
		assertThat(citations(result.messages().get(0))).isEqualTo(expected);
		assertThat(this.threads.messages(result.run()).stream().flatMap((message) -> citations(message).stream()))
			.isEqualTo(expected);
		RunResult streamed = this.runs.start(request("Hello").build(), new RunListener() {
		}).join();
		assertThat(citations(streamed.messages().get(0))).isEqualTo(expected);
	}

	private static List<Citation> citations(Message message) {
		return message.content()
			.stream()
			.filter(ContentPart.Text.class::isInstance)
			.flatMap((part) -> ((ContentPart.Text) part).citations().stream())
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "computer_call", "custom_tool_call", "local_shell_call", "shell_call", "apply_patch_call" })
	void whatTheClientIsToDoOtherwiseFailsLoudly(String type) {
		this.simulator.when(message().equalTo("Hello"))
			.items(Map.of("type", type, "call_id", "call_1", "name", "refund", "input", "", "arguments", "{}"));
		this.simulator.when(message().equalTo("Again")).reply("Done");
		assertThatExceptionOfType(UnsupportedRunActionException.class)
			.isThrownBy(() -> this.runs.execute("support", "Hello"))
			.withMessageContaining(type)
			.satisfies((ex) -> assertThat(ex.run().unsupportedAction()).isEqualTo(type))
			.satisfies((ex) -> assertThat(this.runs.cancel(ex.run()).status()).isEqualTo(RunStatus.CANCELLED))
			.satisfies(
					(ex) -> assertThat(this.runs.execute(request("Again").thread(ex.run().threadId()).build()).text())
						.isEqualTo("Done"));
	}

	@Test
	void callsBesideAnUnsupportedOneAreNotMade() {
		this.simulator.when(anyMessage())
			.items(Map.of("type", "computer_call", "call_id", "call_1"))
			.call("findOrder", Map.of("number", "17"))
			.reply("Never");
		assertThatExceptionOfType(UnsupportedRunActionException.class)
			.isThrownBy(() -> this.runs.execute("support", "Hello"));
		assertThat(this.application.tools().invocations()).isEmpty();
	}

}
