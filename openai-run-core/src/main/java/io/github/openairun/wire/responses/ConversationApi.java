package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.RunException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.WireNotServedException;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * The requests of {@code /conversations} (OpenAI API reference, Conversations).
 */
class ConversationApi {

	/** The most items that the API takes in one request. */
	static final int MAX_ITEMS = 20;

	private static final String NO_CONVERSATIONS = "It has no Conversations API (POST /conversations): set "
			+ "'openai.run.threads=application' to keep threads in the application, 'openai.run.wire=assistants' if it "
			+ "speaks Assistants v2, or correct 'openai.base-url'.";

	private static final int PAGE = 100;

	private static final int MAX_PAGES = 10;

	private static final String CONVERSATION = "/conversations/{conversation_id}";

	private static final String ITEMS = CONVERSATION + "/items";

	private final LockAwareClient client;

	private final BooleanSupplier inTime;

	ConversationApi(LockAwareClient client) {
		this(client, () -> true);
	}

	/**
	 * Create the requests.
	 * @param inTime whether there is time to read a further page of items
	 */
	ConversationApi(LockAwareClient client, BooleanSupplier inTime) {
		this.client = client;
		this.inTime = inTime;
	}

	WireResponse create(List<ObjectNode> items, Map<String, String> metadata) {
		ObjectNode body = Json.object();
		if (!metadata.isEmpty()) {
			body.set("metadata", Json.tree(metadata));
		}
		if (!items.isEmpty()) {
			body.set("items", Json.tree(items));
		}
		WireRequest request = WireRequest.post("/conversations").body(body);
		if (body.isEmpty()) {
			// An empty conversation whose response was lost cannot be found, and does no
			// harm.
			request.repeatable();
		}
		WireResponse response = created(request);
		if (!response.body().has("id")) {
			throw new WireNotServedException(
					new ApiError(200, "POST /conversations", "the response has no 'id'", null, null, null, null, null),
					"responses", this.client.advice(NO_CONVERSATIONS));
		}
		response.id(ConversationThreads.PREFIX);
		return response;
	}

	private WireResponse created(WireRequest request) {
		try {
			return this.client.exchange(request);
		}
		catch (ApiException ex) {
			throw explained(ex, ex);
		}
		catch (RepeatableException ex) {
			throw explained(ex, ex.failure());
		}
	}

	/** Return what to throw; to repeat a request does not help where nobody serves it. */
	private RunException explained(RunException thrown, RunException failure) {
		boolean missing = failure instanceof WireNotServedException || failure instanceof ApiException refusal
				&& (refusal.status() == 404 || refusal.status() == 405 || refusal.status() == 501);
		return missing ? new WireNotServedException(((ApiException) failure).error(), "responses",
				this.client.advice(NO_CONVERSATIONS)) : thrown;
	}

	WireResponse get(String threadId) {
		return this.client.exchange(about(WireRequest.get(CONVERSATION), threadId));
	}

	WireResponse update(String threadId, Map<String, String> metadata) {
		ObjectNode body = Json.object();
		body.set("metadata", Json.tree(metadata));
		return this.client.exchange(about(WireRequest.post(CONVERSATION).repeatable(), threadId).body(body));
	}

	void delete(String threadId) {
		this.client.exchange(about(WireRequest.delete(CONVERSATION), threadId));
	}

	/**
	 * Add at most {@link #MAX_ITEMS} items.
	 */
	WireResponse addItems(String threadId, List<ObjectNode> items) {
		ObjectNode body = Json.object();
		body.set("items", Json.tree(items));
		return this.client.exchange(about(WireRequest.post(ITEMS), threadId).body(body), threadId);
	}

	WireResponse item(String itemId, String threadId) {
		return this.client.exchange(WireRequest.get(ITEMS + "/{item_id}")
			.thread("conversation_id", threadId)
			.variable("item_id", itemId)
			.notFound((error) -> new MessageNotFoundException(itemId, threadId, error)));
	}

	WireResponse items(String threadId, PageQuery query) {
		return this.client.exchange(about(WireRequest.get(ITEMS), threadId).query("limit", query.limit())
			.query("order", (query.order() == PageQuery.Order.ASC) ? "asc" : "desc")
			.query("after", query.after()));
	}

	/**
	 * Return the newest items, oldest first.
	 */
	List<JsonNode> newestItems(String threadId) {
		WireResponse page = items(threadId, PageQuery.newestFirst().limit(PAGE));
		List<JsonNode> items = new ArrayList<>(Json.children(page.body(), "data"));
		Collections.reverse(items);
		return items;
	}

	/**
	 * Return the items that stand behind the given calls, oldest first. Servers may put
	 * an output right behind its call, so it is looked for all of them. They may use an
	 * id again in a later round, so a call with the same name and arguments comes before
	 * one that has only the id.
	 * @return the items, or {@code null} if no call is among the newest items
	 * @throws InvalidResponseException if there is no time for a further page
	 */
	@Nullable List<JsonNode> itemsBehind(String threadId, List<ToolCall> calls) {
		CallSearch exact = new CallSearch(calls, true);
		CallSearch byId = new CallSearch(calls, false);
		PageQuery query = PageQuery.newestFirst().limit(PAGE);
		for (int page = 0; page < MAX_PAGES && !exact.isDone(); page++) {
			WireResponse response = items(threadId, query);
			for (JsonNode item : Json.children(response.body(), "data")) {
				exact.next(item);
				byId.next(item);
			}
			String next = next(response.body(), query);
			if (next == null) {
				break;
			}
			if (!this.inTime.getAsBoolean()) {
				throw response.endless("pages", page + 1, MAX_PAGES);
			}
			query = query.after(next);
		}
		return exact.isDone() ? exact.itemsBehind() : byId.itemsBehind();
	}

	/**
	 * Return the cursor of the page behind a page.
	 * @return the cursor, or {@code null} if there is no further page; a server that
	 * knows no cursors says for ever that there is
	 */
	static @Nullable String next(JsonNode page, PageQuery query) {
		List<JsonNode> data = Json.children(page, "data");
		String last = data.isEmpty() ? null : Json.text(data.get(data.size() - 1), "id");
		return (Json.flag(page, "has_more", false) && last != null && !last.equals(query.after())) ? last : null;
	}

	private static WireRequest about(WireRequest request, String threadId) {
		return request.thread("conversation_id", threadId)
			.notFound((error) -> new ThreadNotFoundException(threadId, error));
	}

}
