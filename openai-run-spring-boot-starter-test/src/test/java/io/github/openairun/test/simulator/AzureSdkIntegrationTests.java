package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.conversations.Conversation;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The shape of Azure's URLs and its header for keys, by OpenAI's own SDK, which validates
 * every answer.
 */
class AzureSdkIntegrationTests {

	final OpenAiSimulator simulator = OpenAiSimulator.builder()
		.basePath("/openai/v1")
		.acceptApiKeyHeader(true)
		.serve(Wire.RESPONSES)
		.start();

	private final OpenAIClient client = OpenAIOkHttpClient.builder()
		.baseUrl(this.simulator.baseUrl())
		.credential(AzureApiKeyCredential.create("test"))
		.putQueryParam("api-version", "preview")
		.maxRetries(0)
		.responseValidation(true)
		.build();

	@AfterEach
	void stop() {
		this.client.close();
		this.simulator.close();
	}

	@Test
	void responseCallsAToolAndCompletes() {
		this.simulator.when(anyMessage())
			.calls(invented("findOrder", Map.of()))
			.reply((outputs) -> outputs.get("findOrder"));
		Conversation conversation = this.client.conversations().create();
		ResponseCreateParams.Builder params = ResponseCreateParams.builder()
			.model("my-deployment")
			.conversation(conversation.id());
		Response asking = this.client.responses().create(params.input("Hi").build());
		String callId = asking.output().get(0).asFunctionCall().callId();
		Response answer = this.client.responses()
			.create(params
				.inputOfResponse(List.of(ResponseInputItem.ofFunctionCallOutput(
						ResponseInputItem.FunctionCallOutput.builder().callId(callId).output("shipped").build())))
				.build());
		assertThat(answer.output().get(0).asMessage().content().get(0).asOutputText().text()).isEqualTo("shipped");
		assertThat(this.simulator.exchanges()).hasSize(3).allSatisfy((exchange) -> {
			assertThat(exchange.path()).startsWith("/openai/v1/");
			assertThat(exchange.query()).containsEntry("api-version", "preview");
		});
		assertThat(this.simulator).gotNoSecrets();
	}

	@Test
	void otherPathsAreUnknown() {
		OpenAIClient other = this.client
			.withOptions((options) -> options.baseUrl(this.simulator.baseUrl().replace("/openai", "")));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> other.conversations().create())
			.withMessageContaining("Invalid URL (POST /v1/conversations)");
	}

}
