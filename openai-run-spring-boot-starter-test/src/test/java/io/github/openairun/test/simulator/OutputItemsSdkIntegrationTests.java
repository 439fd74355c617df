package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.openai.core.http.StreamResponse;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.items.ConversationItem;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What responses put out besides calls of functions and messages, by OpenAI's own SDK,
 * which validates every answer.
 */
class OutputItemsSdkIntegrationTests extends AbstractResponsesSdkTests {

	private static final String REASONING = """
			{"id": "rs_1", "type": "reasoning", "summary": []}""";

	@Test
	void callsOfBuiltInToolsStandBeforeTheReply() {
		this.simulator.when(anyMessage()).items(raw("""
				{"id": "ws_1", "type": "web_search_call", "status": "completed",
				 "action": {"type": "search", "query": "order 17"}}"""), raw("""
				{"id": "fs_1", "type": "file_search_call", "status": "completed", "queries": ["order 17"],
				 "results": null}"""), raw("""
				{"id": "ci_1", "type": "code_interpreter_call", "status": "completed", "container_id": "cntr_1",
				 "code": "1 + 1", "outputs": null}"""), raw("""
				{"id": "mcp_1", "type": "mcp_call", "server_label": "shop", "name": "find", "arguments": "{}",
				 "output": "17"}""")).reply("Shipped");
		Response response = ended();
		assertThat(response.output().get(0).asWebSearchCall().id()).isEqualTo("ws_1");
		assertThat(response.output().get(1).asFileSearchCall().queries()).containsExactly("order 17");
		assertThat(response.output().get(2).asCodeInterpreterCall().code()).contains("1 + 1");
		assertThat(response.output().get(3).asMcpCall().output()).contains("17");
		assertThat(response.output().get(4).isMessage()).isTrue();
	}

	@Test
	void reasoningStandsBeforeTheCallsOfEachRound() {
		this.simulator.when(anyMessage())
			.items(raw(REASONING))
			.calls(call("findOrder", Map.of("number", "17")), call("findOrder", Map.of("number", "18")))
			.reply((outputs) -> String.join(" ", outputs.getAll("findOrder")));
		Conversation conversation = this.client.conversations().create();
		Response first = create(conversation, user("Hi"));
		pass(2);
		Response asking = read(first);
		assertThat(asking.output().get(0).isReasoning()).isTrue();
		assertThat(calls(asking)).hasSize(2);
		Response last = create(conversation, output(asking, 0, "shipped"), output(asking, 1, "lost"));
		pass(2);
		assertThat(text(read(last))).isEqualTo("shipped lost");
		assertThat(items(conversation)).filteredOn(ConversationItem::isReasoning).hasSize(1);
	}

	@Test
	void messageHasCitations() {
		this.simulator.when(anyMessage()).items(raw("""
				{"type": "message", "role": "assistant", "status": "completed", "content": [{"type": "output_text",
				 "text": "See the manual.", "logprobs": [], "annotations": [
				 {"type": "file_citation", "file_id": "file_1", "filename": "manual.pdf", "index": 4},
				 {"type": "url_citation", "url": "https://example.com", "title": "Example", "start_index": 0,
				  "end_index": 3}]}]}"""));
		List<ResponseOutputText.Annotation> annotations = ended().output()
			.get(0)
			.asMessage()
			.content()
			.get(0)
			.asOutputText()
			.annotations();
		assertThat(annotations.get(0).asFileCitation().filename()).isEqualTo("manual.pdf");
		assertThat(annotations.get(1).asUrlCitation().url()).isEqualTo("https://example.com");
	}

	static Stream<Arguments> waiting() {
		return Stream.of(arguments("mcp_approval_request", """
				{"id": "mcpr_1", "type": "mcp_approval_request", "server_label": "shop", "name": "refund",
				 "arguments": "{}"}"""), arguments("computer_call", """
				{"id": "cu_1", "type": "computer_call", "call_id": "call_1", "status": "completed",
				 "action": {"type": "screenshot"}, "pending_safety_checks": []}"""), arguments("custom_tool_call", """
				{"id": "ctc_1", "type": "custom_tool_call", "call_id": "call_1", "name": "run", "input": "x"}"""),
				arguments("local_shell_call", """
						{"id": "lsh_1", "type": "local_shell_call", "call_id": "call_1", "status": "completed",
						 "action": {"type": "exec", "command": ["ls"], "env": {}}}"""));
	}

	@ParameterizedTest
	@MethodSource("waiting")
	void responseCompletesWithAnItemThatWaitsForTheClient(String type, String item) {
		this.simulator.when(anyMessage()).items(raw(item));
		Response response = ended();
		assertThat(response.status()).contains(ResponseStatus.COMPLETED);
		assertThat(response.output()).singleElement()
			.satisfies((output) -> assertThat(output._json().orElseThrow().toString()).contains(type));
	}

	@Test
	void itemsAreStreamed() {
		this.simulator.when(anyMessage())
			.queuedFor(Duration.ZERO)
			.firstDeltaAfter(Duration.ZERO)
			.items(raw(REASONING))
			.reply("Shipped");
		ResponseCreateParams params = ResponseCreateParams.builder()
			.model("gpt-4.1")
			.input("Hi")
			.background(true)
			.build();
		try (StreamResponse<ResponseStreamEvent> stream = this.client.responses().createStreaming(params)) {
			List<ResponseStreamEvent> events = stream.stream().toList();
			assertThat(events).flatExtracting((event) -> event.outputItemDone().stream().toList())
				.extracting((event) -> event.item().isReasoning())
				.containsExactly(true, false);
			assertThat(events).flatExtracting((event) -> event.outputTextDelta().stream().toList())
				.extracting((event) -> event.outputIndex())
				.containsOnly(1L);
		}
	}

	private Response ended() {
		Response response = create(this.client.conversations().create(), user("Hi"));
		pass(2);
		return read(response);
	}

}
