package io.github.openairun.wire.assistants;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.RunCapabilities;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.AssistantGateway;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * Assistants as objects of the server.
 */
final class ServerAssistants implements AssistantGateway {

	private static final String ASSISTANTS = "/assistants";

	private static final String ASSISTANT = ASSISTANTS + "/{assistant_id}";

	private final WireClient client;

	private final RunToolResolver runTools;

	ServerAssistants(WireClient client, RunToolResolver runTools) {
		this.client = client;
		this.runTools = runTools;
	}

	@Override
	public RunCapabilities capabilities() {
		return AssistantsGateway.CAPABILITIES;
	}

	@Override
	public Assistant load(String assistantId) {
		return read(fetch(assistantId));
	}

	@Override
	public CursorPage<Assistant> list(PageQuery query) {
		WireResponse response = this.client.exchange(PageReader.query(WireRequest.get(ASSISTANTS), query));
		return PageReader.read(response, (json) -> read(response, json));
	}

	@Override
	public Assistant create(Assistant assistant, List<ToolDefinition> tools) {
		Assert.notNull(assistant.settings().model(), "'assistant' must have a model to be created");
		ObjectNode body = write(assistant);
		if (!tools.isEmpty() || !assistant.builtInTools().isEmpty()) {
			body.set("tools", AssistantToolJson.write(tools, assistant.builtInTools()));
		}
		return read(this.client.exchange(WireRequest.post(ASSISTANTS).body(body)));
	}

	@Override
	public Assistant modify(Assistant assistant, List<ToolDefinition> tools) {
		String id = assistant.id();
		Assert.hasText(id, "'assistant' must have an id to be modified");
		ObjectNode body = write(assistant);
		if (assistant.tools() != null) {
			body.set("tools", AssistantToolJson.write(tools, assistant.builtInTools()));
		}
		else if (!assistant.builtInTools().isEmpty()) {
			body.set("tools", withFunctionsOf(id, assistant.builtInTools()));
		}
		this.runTools.forget(id);
		WireRequest request = WireRequest.post(ASSISTANT).variable("assistant_id", id).body(body).repeatable();
		return read(this.client.exchange(request));
	}

	@Override
	public void delete(String assistantId) {
		this.runTools.forget(assistantId);
		ServerThreads
			.requireDeleted(this.client.exchange(WireRequest.delete(ASSISTANT).variable("assistant_id", assistantId)));
	}

	private WireResponse fetch(String assistantId) {
		return this.client.exchange(WireRequest.get(ASSISTANT).variable("assistant_id", assistantId));
	}

	/**
	 * The server replaces its list of tools as a whole, so unspecified functions are sent
	 * again unchanged.
	 */
	private ArrayNode withFunctionsOf(String assistantId, List<BuiltInTool> builtIn) {
		ArrayNode tools = Json.mapper().createArrayNode();
		Json.children(fetch(assistantId).body(), "tools")
			.stream()
			.filter(AssistantToolJson::isFunction)
			.forEach(tools::add);
		return tools.addAll(AssistantToolJson.write(List.of(), builtIn));
	}

	private static ObjectNode write(Assistant assistant) {
		ObjectNode body = Json.object();
		if (!assistant.name().equals(assistant.id())) {
			body.put("name", assistant.name());
		}
		RunRequestWriter.put(body, "description", assistant.description());
		RunRequestWriter.put(body, "instructions", assistant.instructions());
		RunRequestWriter.put(body, "reasoning_effort", assistant.settings().reasoningEffort());
		RunRequestWriter.writeSettings(assistant.settings(), body);
		ObjectNode resources = BuiltInToolJson.resources(assistant.builtInTools());
		if (resources != null) {
			body.set("tool_resources", resources);
		}
		if (!assistant.metadata().isEmpty()) {
			body.set("metadata", Metadata.write(assistant.metadata()));
		}
		return body;
	}

	private static Assistant read(WireResponse response) {
		return read(response, response.body());
	}

	private static Assistant read(WireResponse response, JsonNode json) {
		String id = response.id(json, "id", "asst_");
		Assistant.Builder assistant = Assistant.named(Json.text(json, "name", id))
			.id(id)
			.description(Json.text(json, "description"))
			.model(Json.text(json, "model"))
			.reasoningEffort(Json.text(json, "reasoning_effort"))
			.temperature(upTo(2, Json.decimal(json, "temperature")))
			.topP(upTo(1, Json.decimal(json, "top_p")))
			.responseFormat(AssistantToolJson.responseFormat(json))
			.instructions(Json.text(json, "instructions"))
			.builtInTools(BuiltInToolJson.read(json))
			.metadata(Json.texts(json, "metadata"));
		if (json.path("tools").isArray()) {
			assistant.tools(AssistantToolJson.functions(json).stream().map(ToolDefinition::name).toList());
		}
		return assistant.build();
	}

	private static @Nullable Double upTo(double max, @Nullable Double value) {
		return (value != null && value >= 0 && value <= max) ? value : null;
	}

}
