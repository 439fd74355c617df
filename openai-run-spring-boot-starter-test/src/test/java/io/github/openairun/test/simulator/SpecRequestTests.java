package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the types of requests against OpenAI's schemas, both ways: what fits is taken,
 * and what does not is refused. It needs {@code -Dopenai.spec=FILE}.
 */
@EnabledIfSystemProperty(named = SpecValidator.PROPERTY, matches = ".+",
		disabledReason = "-Dopenai.spec names no OpenAPI document")
class SpecRequestTests {

	@ParameterizedTest
	@CsvSource({ "CreateResponse, 2", "CreateConversationBody, 2", "UpdateConversationBody, 2",
			"CreateAssistantRequest, 3", "ModifyAssistantRequest, 3", "CreateThreadRequest, 3",
			"ModifyThreadRequest, 2", "CreateMessageRequest, 3", "ModifyMessageRequest, 2", "CreateRunRequest, 3",
			"CreateThreadAndRunRequest, 3", "ModifyRunRequest, 2", "SubmitToolOutputsRunRequest, 2",
			"CompactResponseMethodPublicBody, 2", "TokenCountsBody, 2" })
	void whatFitsIsTakenAndWhatDoesNotIsRefused(String type, int depth) {
		String pointer = "/components/schemas/" + type;
		Set<JsonNode> bodies = new SpecBodies(SpecValidator.document(), depth).of(SpecValidator.document().at(pointer));
		List<String> wrong = new ArrayList<>();
		int refused = 0;
		for (JsonNode body : bodies) {
			String refusal = refusal(body, type);
			boolean fits = SpecValidator.fits(pointer, body) || SpecValidator.fits(pointer, completed(body));
			if (fits != (refusal == null)) {
				wrong.add((fits ? "refused: " : "taken: ") + body + ((refusal != null) ? " -> " + refusal : ""));
			}
			refused += (refusal != null) ? 1 : 0;
		}
		assertThat(wrong).as(bodies.size() + " bodies, " + refused + " refused").isEmpty();
		assertThat(refused).isPositive();
	}

	@Test
	void serverRefusesWithParameterAndCode() {
		ServerClient client = new ServerClient();
		client.when(anyMessage()).reply("Done");
		List<String> wrong = new ArrayList<>();
		for (JsonNode body : new SpecBodies(SpecValidator.document(), 1)
			.of(SpecValidator.document().at("/components/schemas/CreateResponse"))) {
			if (body instanceof ObjectNode object && !object.has("model")) {
				object.put("model", "gpt-4.1");
			}
			ApiAnswer answer = client.send("POST", "/responses", body.toString());
			JsonNode error = SimulatorJson.read((answer.stream() != null) ? "{}" : answer.body()).path("error");
			boolean fits = SpecValidator.fits("/components/schemas/CreateResponse", body);
			boolean named = error.path("param").isString() && error.path("code").isString();
			if (answer.status() >= 500 || (!fits && (answer.status() != 400 || !named))) {
				wrong.add(body + " -> " + answer.status() + " " + answer.body());
			}
		}
		assertThat(wrong).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/conversations, CreateConversationBody", "/conversations/{conversation}, UpdateConversationBody",
			"/assistants, CreateAssistantRequest", "/assistants/{assistant}, ModifyAssistantRequest",
			"/threads, CreateThreadRequest", "/threads/{thread}, ModifyThreadRequest",
			"/threads/{thread}/messages, CreateMessageRequest", "/threads/{thread}/runs, CreateRunRequest",
			"/threads/runs, CreateThreadAndRunRequest", "/responses/compact, CompactResponseMethodPublicBody",
			"/responses/input_tokens, TokenCountsBody" })
	void everyPathRefusesWithParameterAndCode(String path, String type) {
		ServerClient client = new ServerClient();
		client.when(anyMessage()).reply("Done");
		String pointer = "/components/schemas/" + type;
		String target = path.replace("{conversation}", client.post("/conversations", "{}").path("id").asString())
			.replace("{assistant}", client.post("/assistants", "{'model': 'gpt-4.1'}").path("id").asString())
			.replace("{thread}", client.post("/threads", "{}").path("id").asString());
		List<String> wrong = new ArrayList<>();
		for (JsonNode body : new SpecBodies(SpecValidator.document(), 1).of(SpecValidator.document().at(pointer))) {
			if (SpecValidator.fits(pointer, completed(body)) || !body.isObject()) {
				continue;
			}
			ApiAnswer answer = client.send("POST", target, body.toString());
			JsonNode error = SimulatorJson.read((answer.stream() != null) ? "{}" : answer.body()).path("error");
			if (answer.status() != 400 || !error.path("param").isString() || !error.path("code").isString()) {
				wrong.add(body + " -> " + answer.status() + " " + answer.body());
			}
		}
		assertThat(wrong).isEmpty();
	}

	private static String refusal(JsonNode body, String type) {
		if (!(body instanceof ObjectNode object)) {
			return "no object";
		}
		try {
			RequestTypes.check(new RequestBody("", object), type);
			return null;
		}
		catch (SimulatedApiError ex) {
			assertThat(ex.body().at("/error/param").isString()).isTrue();
			assertThat(ex.body().at("/error/code").isString()).isTrue();
			return ex.getMessage();
		}
	}

	/**
	 * Adds what the document demands and the live service does not.
	 */
	private static JsonNode completed(JsonNode body) {
		JsonNode copy = body.deepCopy();
		complete(copy);
		return copy;
	}

	private static void complete(JsonNode node) {
		if (node instanceof ObjectNode object) {
			String type = object.path("type").asString("");
			if (type.equals("function") && !object.has("strict")) {
				object.putNull("strict");
			}
			if (type.equals("output_text")) {
				putIfAbsent(object, "annotations", "[]");
				putIfAbsent(object, "logprobs", "[]");
			}
			// Two fields are required that the document does not describe.
			if (type.equals("mcp_approval_response")) {
				putIfAbsent(object, "request_id", "\"x\"");
			}
			if (type.equals("local_shell_call_output")) {
				putIfAbsent(object, "call_id", "\"x\"");
			}
			if (type.equals("input_image")) {
				putIfAbsent(object, "detail", "\"auto\"");
			}
			if (object.path("role").asString("").equals("assistant")) {
				putIfAbsent(object, "id", "\"msg_1\"");
				putIfAbsent(object, "type", "\"message\"");
				putIfAbsent(object, "status", "\"completed\"");
			}
		}
		node.forEach(SpecRequestTests::complete);
	}

	private static void putIfAbsent(ObjectNode object, String name, String json) {
		if (!object.has(name)) {
			object.set(name, SimulatorJson.read(json));
		}
	}

}
