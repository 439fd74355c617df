package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cuts a page out of a list. OpenAI API reference, the list operations: {@code limit} 1
 * to 100, by default 20; {@code order} by default descending; cursors are ids.
 */
final class Page {

	private static final int DEFAULT_LIMIT = 20;

	private static final int MAXIMUM_LIMIT = 100;

	private Page() {
	}

	/**
	 * Writes a page.
	 * @param objects all objects, the oldest first
	 * @param call the request with its cursors
	 * @param noun what the objects are
	 */
	static ObjectNode of(List<ObjectNode> objects, RoutedRequest call, String noun) {
		List<ObjectNode> ordered = new ArrayList<>(objects);
		if (isDescending(call)) {
			Collections.reverse(ordered);
		}
		int limit = limit(call);
		String after = call.query().get("after");
		String before = call.query().get("before");
		int from = (after != null) ? indexOf(ordered, after, noun) + 1 : 0;
		int to = (before != null) ? indexOf(ordered, before, noun) : ordered.size();
		boolean backwards = before != null && after == null;
		int start = backwards ? Math.max(from, to - limit) : from;
		int end = Math.max(start, backwards ? to : Math.min(to, from + limit));
		return write(ordered.subList(start, end), backwards ? start > from : end < to);
	}

	/**
	 * Writes a page. OpenAPI document, the list schemas: the first and last id are
	 * strings, also of an empty page.
	 */
	static ObjectNode write(List<ObjectNode> objects, boolean more) {
		ObjectNode page = SimulatorJson.object().put("object", "list");
		page.set("data", SimulatorJson.array(objects));
		return page.put("first_id", objects.isEmpty() ? "" : id(objects.get(0)))
			.put("last_id", objects.isEmpty() ? "" : id(objects.get(objects.size() - 1)))
			.put("has_more", more);
	}

	static String id(ObjectNode object) {
		return object.path("id").asString();
	}

	static @Nullable ObjectNode find(List<ObjectNode> objects, String id) {
		return objects.stream().filter((object) -> id(object).equals(id)).findFirst().orElse(null);
	}

	static ObjectNode require(List<ObjectNode> objects, String id, String noun) {
		ObjectNode object = find(objects, id);
		if (object == null) {
			throw SimulatedApiError.notFound("No " + noun + " found with id '" + id + "'.");
		}
		return object;
	}

	private static int indexOf(List<ObjectNode> objects, String id, String noun) {
		return objects.indexOf(require(objects, id, noun));
	}

	private static boolean isDescending(RoutedRequest call) {
		String order = call.query().getOrDefault("order", "desc");
		List<String> supported = List.of("asc", "desc");
		if (!supported.contains(order)) {
			throw SimulatedApiError.invalidValue("order", order, supported);
		}
		return order.equals("desc");
	}

	private static int limit(RoutedRequest call) {
		String text = call.query().get("limit");
		if (text == null) {
			return DEFAULT_LIMIT;
		}
		int limit;
		try {
			limit = Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw SimulatedApiError.wrongType("limit", "an integer", "a string");
		}
		if (limit > MAXIMUM_LIMIT) {
			throw SimulatedApiError.invalid("limit", "integer above maximum value. Expected a value <= " + MAXIMUM_LIMIT
					+ ", but got " + limit + " instead.", "integer_above_max_value");
		}
		if (limit < 1) {
			throw SimulatedApiError.invalid("limit",
					"integer below minimum value. Expected a value >= 1, but got " + limit + " instead.",
					"integer_below_min_value");
		}
		return limit;
	}

}
