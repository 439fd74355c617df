package io.github.openairun.wire.responses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiError;
import io.github.openairun.AssistantThread;
import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.Transcript;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.MessageItems;
import io.github.openairun.wire.items.TranscriptItems;

/**
 * Threads as conversations, and messages as their items.
 */
class ConversationThreads implements ThreadGateway {

	static final String PREFIX = "conv_";

	private static final int PAGE = 100;

	/** The most pages of items that are read for a transcript. */
	private static final int MAX_PAGES = 10;

	private final ConversationApi api;

	/** Stores the links of runs, or {@code null} if the conversations hold them. */
	private final @Nullable RunLinkStore links;

	private final boolean holdLinks;

	/**
	 * Create the threads.
	 * @param links stores the links of runs, or {@code null} if the conversations hold
	 * them in their metadata
	 */
	ConversationThreads(ConversationApi api, @Nullable RunLinkStore links) {
		this.api = api;
		this.links = links;
		this.holdLinks = links == null;
	}

	@Override
	public AssistantThread create(List<Message> messages, Map<String, String> metadata) {
		RunMetadata.checkForThread(metadata, this.holdLinks);
		List<List<ObjectNode>> parts = parts(MessageItems.write(messages));
		AssistantThread thread = thread(this.api.create(parts.isEmpty() ? List.of() : parts.get(0), metadata));
		try {
			for (int i = 1; i < parts.size(); i++) {
				this.api.addItems(thread.id(), parts.get(i));
			}
		}
		catch (RunOutcomeUnknownException ex) {
			throw ex;
		}
		catch (RunException ex) {
			throw withoutPart(thread.id(), ex);
		}
		return thread;
	}

	/**
	 * Delete a conversation that has only a part of its messages, before its id is known
	 * to anybody.
	 */
	private RunException withoutPart(String threadId, RunException failure) {
		try {
			this.api.delete(threadId);
		}
		catch (RunException ex) {
			failure.addSuppressed(ex);
		}
		return failure;
	}

	/**
	 * Return the items in as many parts as the API wants requests.
	 */
	static List<List<ObjectNode>> parts(List<ObjectNode> items) {
		List<List<ObjectNode>> parts = new ArrayList<>();
		for (int from = 0; from < items.size(); from += ConversationApi.MAX_ITEMS) {
			parts.add(items.subList(from, Math.min(from + ConversationApi.MAX_ITEMS, items.size())));
		}
		return parts;
	}

	@Override
	public AssistantThread load(String threadId) {
		return thread(this.api.get(checked(threadId)));
	}

	@Override
	public AssistantThread modify(String threadId, Map<String, String> metadata) {
		RunMetadata.checkForThread(metadata, this.holdLinks);
		Map<String, String> all = new LinkedHashMap<>(metadata);
		if (this.holdLinks) {
			all.putAll(RunMetadata.ofLibrary(this.api.get(checked(threadId)).body()));
		}
		return thread(this.api.update(checked(threadId), all));
	}

	@Override
	public void delete(String threadId) {
		this.api.delete(checked(threadId));
		if (this.links != null) {
			this.links.delete(threadId);
		}
	}

	/**
	 * Add a message. If the response is lost, it stays unknown whether the message was
	 * added: items hold nothing by which one is told from an equal one, so the exception
	 * shows what stands on the thread.
	 */
	@Override
	public Message addMessage(String threadId, Message message) {
		WireResponse response;
		try {
			response = this.api.addItems(checked(threadId), List.of(MessageItems.write(message)));
		}
		catch (RunOutcomeUnknownException ex) {
			throw withTail(threadId, ex);
		}
		List<JsonNode> items = Json.children(response.body(), "data");
		if (items.isEmpty()) {
			throw response.invalid("it has no item");
		}
		return MessageItems.read(items.get(0), threadId, null);
	}

	private RunOutcomeUnknownException withTail(String threadId, RunOutcomeUnknownException lost) {
		try {
			return lost.withTail(LostCreationResolver.tail(this.api.newestItems(threadId), threadId));
		}
		catch (RunException ex) {
			lost.addSuppressed(ex);
			return lost;
		}
	}

	@Override
	public Message loadMessage(String messageId, String threadId) {
		WireResponse response = this.api.item(Ids.require(messageId, "messageId", "msg_"), checked(threadId));
		if (!Items.is(response.body(), Items.MESSAGE)) {
			throw new MessageNotFoundException(messageId, threadId, new ApiError(404, response.endpoint(),
					"there is such an item, but it is not a message", null, null, null, response.requestId(), null));
		}
		return MessageItems.read(response.body(), threadId, null);
	}

	@Override
	public CursorPage<Message> messages(String threadId, PageQuery query) {
		Assert.isTrue(query.before() == null,
				"'before' is not available on wire 'responses': ask for the other order and use 'after'");
		JsonNode page = this.api.items(checked(threadId), query).body();
		List<JsonNode> items = Json.children(page, "data");
		// The cursors are those of all items, so that no page is repeated.
		String first = items.isEmpty() ? null : Json.text(items.get(0), "id");
		String last = items.isEmpty() ? null : Json.text(items.get(items.size() - 1), "id");
		return new CursorPage<>(MessageItems.read(items, threadId, null), first, last,
				ConversationApi.next(page, query) != null);
	}

	@Override
	public Transcript transcript(String threadId) {
		List<JsonNode> items = new ArrayList<>();
		PageQuery query = PageQuery.newestFirst().limit(PAGE);
		String next = null;
		for (int page = 0; page < MAX_PAGES && query != null; page++) {
			JsonNode body = this.api.items(checked(threadId), query).body();
			items.addAll(Json.children(body, "data"));
			next = ConversationApi.next(body, query);
			query = (next != null) ? query.after(next) : null;
		}
		Collections.reverse(items);
		TranscriptItems transcript = new TranscriptItems();
		for (JsonNode item : items) {
			if (Items.is(item, Items.MESSAGE)) {
				transcript.add(MessageItems.read(item, threadId, null));
			}
			else {
				transcript.add(item, null);
			}
		}
		return transcript.toTranscript(next == null);
	}

	private static String checked(String threadId) {
		return Ids.require(threadId, "threadId", PREFIX);
	}

	private static AssistantThread thread(WireResponse response) {
		JsonNode body = response.body();
		Instant createdAt = Json.time(body, "created_at");
		return new AssistantThread(response.id(PREFIX), Json.text(body, "object", "conversation"),
				(createdAt != null) ? createdAt : Instant.EPOCH, RunMetadata.ofApplication(body));
	}

}
