package io.github.openairun.test.simulator;

import java.util.List;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.ConversationUpdateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.Tool;
import com.openai.models.responses.WebSearchTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools that the server executes, and metadata of conversations, by OpenAI's own SDK,
 * which validates every answer.
 */
class BuiltInToolsSdkIntegrationTests {

	final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final OpenAIClient client = SdkClient.validating(this.simulator);

	@AfterEach
	void stop() {
		this.client.close();
		this.simulator.close();
	}

	@Test
	void toolsAreEchoedWithoutCredentials() {
		this.simulator.when(anyMessage()).reply("Done");
		Response created = this.client.responses()
			.create(ResponseCreateParams.builder()
				.model("gpt-4.1")
				.input("Hi")
				.addFileSearchTool(List.of("vs_1"))
				.addCodeInterpreterTool(Tool.CodeInterpreter.Container.CodeInterpreterToolAuto.builder().build())
				.addTool(WebSearchTool.builder().type(WebSearchTool.Type.WEB_SEARCH).build())
				.addTool(Tool.Mcp.builder()
					.serverLabel("shop")
					.serverUrl("https://mcp.example.com")
					.authorization("secret")
					.requireApproval(Tool.Mcp.RequireApproval.McpToolApprovalSetting.NEVER)
					.build())
				.build());
		Response read = this.client.responses().retrieve(created.id());
		assertThat(read.tools()).hasSize(4);
		assertThat(read.tools().get(0).asFileSearch().vectorStoreIds()).containsExactly("vs_1");
		assertThat(read.tools().get(1).isCodeInterpreter()).isTrue();
		assertThat(read.tools().get(2).isWebSearch()).isTrue();
		assertThat(read.tools().get(3).asMcp().serverLabel()).isEqualTo("shop");
		assertThat(read.tools().get(3).asMcp().authorization()).isEmpty();
	}

	@Test
	void metadataOfConversationsIsReplaced() {
		Conversation conversation = this.client.conversations().create();
		for (String key : List.of("first", "second")) {
			this.client.conversations()
				.update(conversation.id(),
						ConversationUpdateParams.builder()
							.metadata(ConversationUpdateParams.Metadata.builder()
								.putAdditionalProperty(key, JsonValue.from("1"))
								.build())
							.build());
		}
		JsonValue metadata = this.client.conversations().retrieve(conversation.id())._metadata();
		assertThat(metadata.toString()).isEqualTo("{second=1}");
	}

}
