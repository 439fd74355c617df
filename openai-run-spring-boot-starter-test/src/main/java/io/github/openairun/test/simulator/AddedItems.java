package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request adds to what the model has said before. If it names a conversation or a
 * previous response, that is its whole input; otherwise the input is the whole history,
 * and what follows the last item of the model has been added.
 */
final class AddedItems {

	private static final Set<String> ROLES = Set.of("user", "system", "developer");

	private AddedItems() {
	}

	static List<JsonNode> of(ObjectNode body) {
		List<JsonNode> input = body.path("input").isArray() ? body.path("input").valueStream().toList() : List.of();
		boolean continues = SimulatorJson.isPresent(body.get("conversation"))
				|| SimulatorJson.isPresent(body.get("previous_response_id"));
		return continues ? input : last(input);
	}

	/**
	 * Returns the items behind the last one that the model has made.
	 */
	static <T extends JsonNode> List<T> last(List<T> items) {
		int from = items.size();
		while (from > 0 && isClients(items.get(from - 1))) {
			from--;
		}
		return items.subList(from, items.size());
	}

	private static boolean isClients(JsonNode item) {
		return isOutput(item) || ROLES.contains(item.path("role").asString(""))
				|| "item_reference".equals(item.path("type").asString(""));
	}

	/**
	 * Returns whether an item is the output of a call, or decides on one.
	 */
	static boolean isOutput(JsonNode item) {
		return (item.has("call_id") && item.has("output")) || ClientCalls.isAnswer(item);
	}

}
