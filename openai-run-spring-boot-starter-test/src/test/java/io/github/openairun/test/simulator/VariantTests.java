package io.github.openairun.test.simulator;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Behaviours that the reference leaves open, each beside the default one.
 */
class VariantTests extends AbstractResponsesTests {

	private static final String MESSAGE = "'input': 'Hi'";

	private static final String OUTPUT = """
			{'items': [{'type': 'function_call_output', 'call_id': '%s', 'output': 'done'}]}""";

	@Test
	void backgroundResponsesOnConversationsMayBeRefused() {
		assertThat(background(MESSAGE).path("status").asString()).isEqualTo("queued");
		vary(Variant.NO_BACKGROUND_ON_CONVERSATIONS);
		assertThat(backgroundRefused(MESSAGE).path("param").asString()).isEqualTo("background");
		assertThat(this.client.post("/responses", body(MESSAGE).replace("true", "false")).path("status").asString())
			.isIn("completed", "failed");
	}

	@Test
	void anInputMayBeDemanded() {
		assertThat(background("'store': true").path("status").asString()).isEqualTo("queued");
		vary(Variant.NO_ABSENT_INPUT);
		assertThat(backgroundRefused("'store': true").path("param").asString()).isEqualTo("input");
		assertThat(background("'input': []").path("status").asString()).isEqualTo("queued");
	}

	@Test
	void aSecondOutputMayBeRefused() {
		JsonNode asking = asking();
		String outputs = "'input': " + outputs(asking, "one");
		finished(background(outputs));
		assertThat(background(outputs).path("status").asString()).isEqualTo("queued");
		vary(Variant.NO_DUPLICATE_OUTPUTS);
		String again = "'input': " + outputs(asking(), "one");
		finished(background(again));
		assertThat(backgroundRefused(again).path("message").asString()).startsWith("Duplicate tool output");
	}

	@Test
	void outputsMayBeRefusedAsItems() {
		String callId = asking().at("/output/0/call_id").asString();
		this.client.post("/conversations/" + this.conversation + "/items", OUTPUT.formatted(callId));
		vary(Variant.NO_POSTED_OUTPUTS);
		callId = asking().at("/output/0/call_id").asString();
		this.client.refused(400, "POST", "/conversations/" + this.conversation + "/items", OUTPUT.formatted(callId));
	}

	@Test
	void metadataMayBeLocked() {
		background(MESSAGE);
		this.client.post("/conversations/" + this.conversation, "{'metadata': {'a': '1'}}");
		vary(Variant.LOCKED_METADATA);
		JsonNode response = background(MESSAGE);
		assertThat(this.client.refused(400, "POST", "/conversations/" + this.conversation, "{'metadata': {}}")
			.path("code")
			.asString()).isEqualTo("conversation_locked");
		finished(response);
		this.client.post("/conversations/" + this.conversation, "{'metadata': {'a': '1'}}");
	}

	@Test
	void inputMayBeShownAtOnceAndIsShownOnce() {
		background(MESSAGE);
		assertThat(items()).isEmpty();
		vary(Variant.INPUT_SHOWN_AT_ONCE);
		this.client.when(anyMessage()).reply("Hello");
		JsonNode response = background(MESSAGE);
		assertThat(items()).hasSize(1);
		finished(response);
		assertThat(items()).hasSize(2);
	}

	@Test
	void credentialsForOtherServersAreNotEchoed() {
		JsonNode response = background("""
				'input': 'Hi', 'tools': [{'type': 'mcp', 'server_label': 'shop', 'server_url': 'https://example.com',
				 'authorization': 'secret', 'headers': {'X-Key': 'secret'}}]""");
		assertThat(response.toString()).doesNotContain("secret").contains("https://example.com");
	}

	private void vary(Variant variant) {
		this.client = new ServerClient(this.builder.vary(variant));
		this.conversation = "";
	}

	private JsonNode asking() {
		this.client.when(anyMessage()).call("find", "{}").reply("Done");
		return finished(background("'input': 'Hi', 'tools': [" + TOOL + "]"));
	}

}
