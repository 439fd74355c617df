package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * Writes the query of a page of a list, and reads the page.
 */
final class PageReader {

	private PageReader() {
	}

	static WireRequest query(WireRequest request, PageQuery query) {
		return request.query("limit", query.limit())
			.query("order", query.order().name().toLowerCase(Locale.ROOT))
			.query("after", query.after())
			.query("before", query.before());
	}

	/**
	 * Read a page. If the server sends no cursors, as Azure does, they are the ids of the
	 * entries.
	 */
	static <T> CursorPage<T> read(WireResponse response, Function<JsonNode, T> reader) {
		JsonNode data = response.body().get("data");
		if (data == null || !data.isArray()) {
			throw response.invalid("it has no 'data'");
		}
		List<JsonNode> entries = Json.children(response.body(), "data");
		return new CursorPage<>(entries.stream().map(reader).toList(), cursor(response, "first_id", entries, 0),
				cursor(response, "last_id", entries, entries.size() - 1),
				Json.flag(response.body(), "has_more", false));
	}

	private static @Nullable String cursor(WireResponse response, String name, List<JsonNode> entries, int index) {
		String cursor = Json.text(response.body(), name);
		return (cursor != null || entries.isEmpty()) ? cursor : Json.text(entries.get(index), "id");
	}

}
