package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.beta.assistants.AssistantStreamEvent;
import com.openai.models.beta.threads.ThreadCreateAndRunParams;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunSubmitToolOutputsParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStreamEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of both wires, read by OpenAI's own SDK, which validates every event.
 */
@SuppressWarnings("deprecation")
class StreamSdkIntegrationTests {

	final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final OpenAIClient client = SdkClient.validating(this.simulator);

	@BeforeEach
	void addAssistant() {
		this.simulator.assistant("asst_1", (assistant) -> assistant.name("Support"));
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.simulator.close();
	}

	@Test
	void textOfARunIsStreamed() {
		this.simulator.when(anyMessage()).deltas(5).betweenDeltas(Duration.ofMillis(1)).reply("Shipped today");
		List<AssistantStreamEvent> events = createAndRun();
		assertThat(events.get(0).isThreadCreated()).isTrue();
		assertThat(text(events)).containsExactly("Shipp", "ed to", "day");
		assertThat(events.get(events.size() - 1).isThreadRunCompleted()).isTrue();
	}

	@Test
	void runWithAToolCallIsStreamedInTwoParts() {
		this.simulator.when(anyMessage())
			.deltas(6)
			.calls(invented("findOrder", Map.of("number", "17")))
			.reply((outputs) -> outputs.get("findOrder"));
		List<AssistantStreamEvent> asking = createAndRun();
		assertThat(asking).filteredOn(AssistantStreamEvent::isThreadRunStepDelta).hasSize(4);
		Run run = asking.get(asking.size() - 1).asThreadRunRequiresAction().data();
		String callId = run.requiredAction().orElseThrow().submitToolOutputs().toolCalls().get(0).id();
		RunSubmitToolOutputsParams params = RunSubmitToolOutputsParams.builder()
			.threadId(run.threadId())
			.runId(run.id())
			.addToolOutput(RunSubmitToolOutputsParams.ToolOutput.builder().toolCallId(callId).output("Shipped").build())
			.build();
		try (StreamResponse<AssistantStreamEvent> stream = this.client.beta()
			.threads()
			.runs()
			.submitToolOutputsStreaming(params)) {
			List<AssistantStreamEvent> answering = stream.stream().toList();
			assertThat(String.join("", text(answering))).isEqualTo("Shipped");
			assertThat(answering.get(answering.size() - 1).isThreadRunCompleted()).isTrue();
		}
	}

	@Test
	void textOfAResponseIsStreamed() {
		this.simulator.when(anyMessage()).deltas(5).betweenDeltas(Duration.ofMillis(1)).reply("Shipped today");
		List<ResponseStreamEvent> events = respond(params().input("Hi").build());
		assertThat(events).flatExtracting((event) -> event.outputTextDelta().stream().toList())
			.extracting((event) -> event.delta())
			.containsExactly("Shipp", "ed to", "day");
		assertThat(completed(events).status()).isPresent();
	}

	@Test
	void responseWithAToolCallIsContinuedByAnother() {
		this.simulator.when(anyMessage())
			.deltas(6)
			.calls(invented("findOrder", Map.of("number", "17")))
			.reply((outputs) -> outputs.get("findOrder"));
		List<ResponseStreamEvent> asking = respond(params().input("Hi").build());
		assertThat(asking).filteredOn(ResponseStreamEvent::isFunctionCallArgumentsDelta).hasSize(3);
		ResponseFunctionToolCall call = completed(asking).output().get(0).asFunctionCall();
		assertThat(call.arguments()).isEqualTo("{\"number\":\"17\"}");
		ResponseInputItem output = ResponseInputItem.ofFunctionCallOutput(
				ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output("Shipped").build());
		List<ResponseStreamEvent> answering = respond(
				params().previousResponseId(completed(asking).id()).inputOfResponse(List.of(output)).build());
		assertThat(answering).flatExtracting((event) -> event.outputTextDone().stream().toList())
			.extracting((event) -> event.text())
			.containsExactly("Shipped");
	}

	@Test
	void backgroundResponseIsResumed() {
		this.simulator.when(anyMessage()).reply("Shipped today");
		List<ResponseStreamEvent> all = respond(params().input("Hi").background(true).build());
		try (StreamResponse<ResponseStreamEvent> stream = this.client.responses()
			.retrieveStreaming(completed(all).id(), ResponseRetrieveParams.builder().startingAfter(4).build())) {
			assertThat(stream.stream()).hasSize(all.size() - 5);
		}
	}

	private List<AssistantStreamEvent> createAndRun() {
		ThreadCreateAndRunParams params = ThreadCreateAndRunParams.builder().assistantId("asst_1").build();
		try (StreamResponse<AssistantStreamEvent> stream = this.client.beta().threads().createAndRunStreaming(params)) {
			return stream.stream().toList();
		}
	}

	private List<ResponseStreamEvent> respond(ResponseCreateParams params) {
		try (StreamResponse<ResponseStreamEvent> stream = this.client.responses().createStreaming(params)) {
			return stream.stream().toList();
		}
	}

	private static ResponseCreateParams.Builder params() {
		return ResponseCreateParams.builder().model("gpt-4.1");
	}

	private static Response completed(List<ResponseStreamEvent> events) {
		return events.get(events.size() - 1).asCompleted().response();
	}

	private static List<String> text(List<AssistantStreamEvent> events) {
		return events.stream()
			.flatMap((event) -> event.threadMessageDelta().stream())
			.map((event) -> event.data()
				.delta()
				.content()
				.orElseThrow()
				.get(0)
				.asText()
				.text()
				.orElseThrow()
				.value()
				.orElseThrow())
			.toList();
	}

}
