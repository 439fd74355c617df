package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ToolCall;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.items.Items;

/**
 * Searches the calls of one round among the items of a conversation, newest first.
 */
class CallSearch {

	private final boolean exact;

	private final List<ToolCall> missing;

	private final List<JsonNode> items = new ArrayList<>();

	private boolean found;

	/**
	 * Create a search.
	 * @param calls the calls
	 * @param exact whether the name and the arguments of a call count besides its id
	 */
	CallSearch(List<ToolCall> calls, boolean exact) {
		this.missing = new ArrayList<>(calls);
		this.exact = exact;
	}

	void next(JsonNode item) {
		if (isDone()) {
			return;
		}
		ToolCall call = Items.isClientCall(item) ? wanted(item) : null;
		if (call != null) {
			this.missing.remove(call);
			this.found = true;
		}
		else {
			this.items.add(item);
		}
	}

	private @Nullable ToolCall wanted(JsonNode item) {
		return this.missing.stream().filter((call) -> isSame(call, item)).findFirst().orElse(null);
	}

	private boolean isSame(ToolCall call, JsonNode item) {
		return CallIds.ofServer(call.id()).equals(Items.callId(item))
				&& (!this.exact || (call.name().equals(Json.text(item, "name", ""))
						&& isSame(call.arguments(), Items.content(item, "arguments"))));
	}

	private static boolean isSame(String arguments, String others) {
		if (arguments.equals(others)) {
			return true;
		}
		try {
			return Json.mapper().readTree(arguments).equals(Json.mapper().readTree(others));
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * Return whether all calls are found.
	 */
	boolean isDone() {
		return this.missing.isEmpty();
	}

	/**
	 * Return the items behind the calls, oldest first, or {@code null} if no call is
	 * found.
	 */
	@Nullable List<JsonNode> itemsBehind() {
		List<JsonNode> items = new ArrayList<>(this.items);
		Collections.reverse(items);
		return this.found ? items : null;
	}

}
