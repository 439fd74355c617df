package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * The models of the server: those that the configuration names, and those that requests
 * have named.
 */
final class SimulatedModels {

	private final Map<String, ObjectNode> models = new LinkedHashMap<>();

	/**
	 * Adds a model, unless there is one of this name.
	 */
	void add(String name, Instant now) {
		if (!name.isEmpty() && !this.models.containsKey(name)) {
			ObjectNode model = SimulatorJson.object().put("id", name).put("object", "model");
			SimulatorJson.putTime(model, "created", now);
			this.models.put(name, model.put("owned_by", "simulator"));
		}
	}

	/**
	 * OpenAI API reference, List models and Retrieve a model.
	 */
	ObjectNode handle(RoutedRequest call) {
		if (call.operation() == Operation.LIST_MODELS) {
			ObjectNode page = SimulatorJson.object().put("object", "list");
			page.set("data", SimulatorJson.array(List.copyOf(this.models.values())));
			return page;
		}
		ObjectNode model = this.models.get(call.id(0));
		if (model == null) {
			throw new SimulatedApiError(404, "The model '" + call.id(0) + "' does not exist", "model",
					"model_not_found");
		}
		return model.deepCopy();
	}

}
