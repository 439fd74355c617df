package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Groups the items of a response by the step that they belong to. An added item is part
 * of the last group or begins another one, except that all function calls of a response
 * belong to one group.
 */
final class StepGroups {

	private final List<List<JsonNode>> groups = new ArrayList<>();

	private final List<JsonNode> functions = new ArrayList<>();

	static StepGroups of(List<JsonNode> items) {
		StepGroups groups = new StepGroups();
		items.forEach(groups::add);
		return groups;
	}

	/**
	 * Add an item.
	 * @return whether it begins another group
	 */
	boolean add(JsonNode item) {
		if (Items.is(item, Items.FUNCTION_CALL)) {
			this.functions.add(item);
			return this.functions.size() == 1 && this.groups.add(this.functions);
		}
		if (Items.is(item, Items.MESSAGE)) {
			return this.groups.add(List.of(item));
		}
		if (!isBuiltInCall(item)) {
			return false;
		}
		List<JsonNode> last = this.groups.isEmpty() ? List.of() : this.groups.get(this.groups.size() - 1);
		if (!last.isEmpty() && isBuiltInCall(last.get(0))) {
			last.add(item);
			return false;
		}
		return this.groups.add(new ArrayList<>(List.of(item)));
	}

	int size() {
		return this.groups.size();
	}

	/**
	 * Return the items of a group, of which there is at least one.
	 */
	List<JsonNode> get(int index) {
		return this.groups.get(index);
	}

	static boolean isBuiltInCall(JsonNode item) {
		String type = Items.type(item);
		return (type.endsWith("_call") && !type.equals(Items.FUNCTION_CALL)) || type.equals("mcp_approval_request");
	}

}
