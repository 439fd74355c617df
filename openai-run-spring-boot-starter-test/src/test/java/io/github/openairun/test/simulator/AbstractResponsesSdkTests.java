package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.items.ConversationItem;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import org.junit.jupiter.api.AfterEach;

import static io.github.openairun.test.simulator.ToolCallScript.call;

/**
 * Wire Responses as OpenAI's own SDK sees it, which validates every answer. A response is
 * queued for a second, and works for another one.
 */
abstract class AbstractResponsesSdkTests {

	final MutableClock clock = new MutableClock();

	final OpenAiSimulator simulator = OpenAiSimulator.builder()
		.clock(this.clock)
		.queuedFor(Duration.ofSeconds(1))
		.workingFor(Duration.ofSeconds(1))
		.start();

	final OpenAIClient client = SdkClient.validating(this.simulator);

	@AfterEach
	void stop() {
		this.client.close();
		this.simulator.close();
	}

	Response create(Conversation conversation, ResponseInputItem... input) {
		FunctionTool tool = FunctionTool.builder()
			.name("findOrder")
			.description("Finds an order")
			.strict(true)
			.parameters(FunctionTool.Parameters.builder()
				.putAdditionalProperty("type", JsonValue.from("object"))
				.putAdditionalProperty("properties", JsonValue.from(Map.of("number", Map.of("type", "string"))))
				.putAdditionalProperty("required", JsonValue.from(List.of("number")))
				.putAdditionalProperty("additionalProperties", JsonValue.from(false))
				.build())
			.build();
		return this.client.responses()
			.create(ResponseCreateParams.builder()
				.model("gpt-4.1")
				.conversation(conversation.id())
				.background(true)
				.store(true)
				.instructions("Help.")
				.addTool(tool)
				.inputOfResponse(List.of(input))
				.metadata(
						ResponseCreateParams.Metadata.builder().putAdditionalProperty("k", JsonValue.from("v")).build())
				.build());
	}

	Response read(Response response) {
		return this.client.responses().retrieve(response.id());
	}

	List<ConversationItem> items(Conversation conversation) {
		return new ArrayList<>(this.client.conversations().items().list(conversation.id()).data());
	}

	void pass(int seconds) {
		this.clock.advance(Duration.ofSeconds(seconds));
	}

	static EasyInputMessage userMessage(String text) {
		return EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(text).build();
	}

	static ResponseInputItem user(String text) {
		return ResponseInputItem.ofEasyInputMessage(userMessage(text));
	}

	static ResponseInputItem output(Response asking, int call, String text) {
		return ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
			.callId(calls(asking).get(call).callId())
			.output(text)
			.build());
	}

	static List<ResponseFunctionToolCall> calls(Response response) {
		return response.output().stream().flatMap((item) -> item.functionCall().stream()).toList();
	}

	static String text(Response response) {
		return response.output().get(0).message().orElseThrow().content().get(0).asOutputText().text();
	}

}
