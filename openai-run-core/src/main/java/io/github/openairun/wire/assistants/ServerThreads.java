package io.github.openairun.wire.assistants;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.AssistantThread;
import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.Transcript;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * Threads and messages as objects of the server.
 */
final class ServerThreads implements ThreadGateway {

	static final String PREFIX = "thread_";

	/** The maximum number of messages in one request of the API. */
	static final int MAX_MESSAGES = 32;

	/** The maximum number of pages of 100 messages that are read of one run. */
	static final int MAX_PAGES = 100;

	private static final String THREAD = "/threads/{thread_id}";

	private static final String MESSAGES = THREAD + "/messages";

	private final WireClient client;

	private final Supplier<String> nonces;

	private final LostRequestTracer lostAnswers;

	ServerThreads(WireClient client) {
		this(client, () -> UUID.randomUUID().toString());
	}

	/**
	 * Create the threads.
	 * @param nonces supplies the nonces that identify messages after a lost response
	 */
	ServerThreads(WireClient client, Supplier<String> nonces) {
		this.client = client;
		this.nonces = nonces;
		this.lostAnswers = new LostRequestTracer(client);
	}

	@Override
	public AssistantThread create(List<Message> messages, Map<String, String> metadata) {
		List<Message> first = messages.subList(0, Math.min(MAX_MESSAGES, messages.size()));
		List<Message> rest = messages.subList(first.size(), messages.size());
		ArrayNode written = MessageJson.write(first);
		// Rejects invalid messages before a thread is created.
		MessageJson.write(rest);
		ObjectNode body = Json.object();
		if (!first.isEmpty()) {
			body.set("messages", written);
		}
		if (!metadata.isEmpty()) {
			body.set("metadata", Metadata.write(metadata));
		}
		AssistantThread thread = thread(this.client.exchange(WireRequest.post("/threads").body(body)));
		addMessages(thread.id(), rest);
		return thread;
	}

	/**
	 * Add messages in their order, one at a time as the API requires.
	 */
	void addMessages(String threadId, List<Message> messages) {
		messages.forEach((message) -> addMessage(threadId, message));
	}

	@Override
	public AssistantThread load(String threadId) {
		return thread(this.client.exchange(about(WireRequest.get(THREAD), threadId)));
	}

	@Override
	public AssistantThread modify(String threadId, Map<String, String> metadata) {
		ObjectNode body = Json.object();
		body.set("metadata", Metadata.write(metadata));
		return thread(this.client.exchange(about(WireRequest.post(THREAD), threadId).body(body).repeatable()));
	}

	@Override
	public void delete(String threadId) {
		requireDeleted(this.client.exchange(about(WireRequest.delete(THREAD), threadId)));
	}

	/**
	 * Add a message. After a lost response, the message is searched for by its nonce.
	 */
	@Override
	public Message addMessage(String threadId, Message message) {
		String nonce = this.nonces.get();
		WireRequest request = about(WireRequest.post(MESSAGES), threadId).body(MessageJson.write(message, nonce));
		try {
			return message(ThreadLockDetector.respect(threadId, () -> this.client.exchange(request)), threadId);
		}
		catch (RunOutcomeUnknownException ex) {
			return found(threadId, nonce, ex);
		}
	}

	private Message found(String threadId, String nonce, RunOutcomeUnknownException lost) {
		try {
			Message found = this.lostAnswers.message(threadId, nonce);
			if (found != null) {
				return found;
			}
		}
		catch (RunException ex) {
			lost.addSuppressed(ex);
			throw lost;
		}
		throw lost.withTail(this.lostAnswers.tail(threadId));
	}

	@Override
	public Message loadMessage(String messageId, String threadId) {
		Ids.require(messageId, "messageId", "msg_");
		WireRequest request = about(WireRequest.get(MESSAGES + "/{message_id}"), threadId)
			.variable("message_id", messageId)
			.notFound((error) -> new MessageNotFoundException(messageId, threadId, error));
		return message(this.client.exchange(request), threadId);
	}

	@Override
	public CursorPage<Message> messages(String threadId, PageQuery query) {
		WireRequest request = PageReader.query(about(WireRequest.get(MESSAGES), threadId), query);
		return PageReader.read(this.client.exchange(request), (json) -> MessageJson.read(json, threadId));
	}

	@Override
	public Transcript transcript(String threadId) {
		return new TranscriptReader(this.client, this).read(threadId);
	}

	/**
	 * Return all messages that a run has written, oldest first.
	 * @param inTime whether a further page may be read
	 */
	List<Message> messages(Run run, BooleanSupplier inTime) {
		List<Message> messages = new ArrayList<>();
		Set<String> cursors = new HashSet<>();
		PageQuery query = PageQuery.oldestFirst().limit(100);
		while (true) {
			WireRequest request = about(WireRequest.get(MESSAGES), run.threadId()).query("run_id", run.id());
			WireResponse response = this.client.exchange(PageReader.query(request, query));
			CursorPage<Message> page = PageReader.read(response, (json) -> MessageJson.read(json, run.threadId()));
			String cursor = page.lastId();
			if (cursor != null && cursor.equals(query.after())) {
				// The server knows no cursors and has returned the same page again.
				return messages;
			}
			page.data().stream().filter((message) -> isFrom(run, message)).forEach(messages::add);
			if (!page.hasMore() || cursor == null || page.data().isEmpty()) {
				return messages;
			}
			if (!cursors.add(cursor) || cursors.size() >= MAX_PAGES || !inTime.getAsBoolean()) {
				throw response.endless("pages", cursors.size(), MAX_PAGES);
			}
			query = query.after(cursor);
		}
	}

	/**
	 * Check the run of a message, because not every server supports the filter by run.
	 */
	private static boolean isFrom(Run run, Message message) {
		if (message.runId() != null) {
			return message.runId().equals(run.id());
		}
		Instant createdAt = message.createdAt();
		return message.role().equals(Message.ASSISTANT) && (createdAt == null || !createdAt.isBefore(run.createdAt()));
	}

	private static WireRequest about(WireRequest request, String threadId) {
		Ids.require(threadId, "threadId", PREFIX);
		return request.thread("thread_id", threadId).notFound((error) -> new ThreadNotFoundException(threadId, error));
	}

	private static AssistantThread thread(WireResponse response) {
		Instant createdAt = Json.time(response.body(), "created_at");
		return new AssistantThread(response.id(PREFIX), Json.text(response.body(), "object", "thread"),
				(createdAt != null) ? createdAt : Instant.EPOCH, Json.texts(response.body(), "metadata"));
	}

	private static Message message(WireResponse response, String threadId) {
		response.id("msg_");
		return MessageJson.read(response.body(), threadId);
	}

	static void requireDeleted(WireResponse response) {
		if (!Json.flag(response.body(), "deleted", true)) {
			throw response.invalid("it reports that nothing was deleted");
		}
	}

}
