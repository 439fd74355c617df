package io.github.openairun.wire.stateless;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.AssistantThread;
import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.Transcript;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.StoredThread;
import io.github.openairun.thread.ThreadUpdate;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.TranscriptItems;

/**
 * The threads that the application keeps.
 */
final class ApplicationThreads implements ThreadGateway {

	/** The most items of a transcript, the newest ones. */
	private static final int MAX_TRANSCRIPT = 1000;

	private final RunKeeper keeper;

	ApplicationThreads(RunKeeper keeper) {
		this.keeper = keeper;
	}

	@Override
	public AssistantThread create(List<Message> messages, Map<String, String> metadata) {
		Metadata.check(metadata, Metadata.MAX_PAIRS);
		Instant now = this.keeper.now();
		StoredThread thread = new StoredThread(this.keeper.newThreadId(), now, metadata);
		List<StoredItem> items = messages.stream().map((message) -> stored(ThreadItems.item(message), now)).toList();
		this.keeper.store().create(thread, items);
		return thread(thread);
	}

	private StoredItem stored(ObjectNode item, Instant now) {
		return this.keeper.items().stored(item, null, false, now);
	}

	@Override
	public AssistantThread load(String threadId) {
		return thread(this.keeper.thread(checked(threadId)));
	}

	@Override
	public AssistantThread modify(String threadId, Map<String, String> metadata) {
		Metadata.check(metadata, Metadata.MAX_PAIRS);
		this.keeper.change(checked(threadId), (thread) -> ThreadUpdate.of(thread).metadata(metadata));
		return load(threadId);
	}

	@Override
	public void delete(String threadId) {
		this.keeper.thread(checked(threadId));
		this.keeper.store().delete(threadId);
	}

	@Override
	public Message addMessage(String threadId, Message message) {
		StoredItem item = stored(ThreadItems.item(message), this.keeper.now());
		this.keeper.change(checked(threadId), (thread) -> this.keeper.whileFree(thread).add(List.of(item)));
		return ThreadItems.message(item, threadId);
	}

	@Override
	public Message loadMessage(String messageId, String threadId) {
		Ids.require(messageId, "messageId", Ids.APPLICATION_MESSAGE);
		this.keeper.thread(checked(threadId));
		StoredItem item = this.keeper.store().findItem(threadId, messageId);
		if (item == null || !item.type().equals(Items.MESSAGE)) {
			throw new MessageNotFoundException(messageId, threadId, this.keeper.store().name());
		}
		return ThreadItems.message(item, threadId);
	}

	@Override
	public CursorPage<Message> messages(String threadId, PageQuery query) {
		this.keeper.thread(checked(threadId));
		CursorPage<StoredItem> page = this.keeper.store().items(threadId, Items.MESSAGE, query);
		return new CursorPage<>(page.data().stream().map((item) -> ThreadItems.message(item, threadId)).toList(),
				page.firstId(), page.lastId(), page.hasMore());
	}

	@Override
	public Transcript transcript(String threadId) {
		this.keeper.thread(checked(threadId));
		List<StoredItem> items = this.keeper.store().items(threadId);
		int first = Math.max(items.size() - MAX_TRANSCRIPT, 0);
		TranscriptItems transcript = new TranscriptItems();
		for (StoredItem item : items.subList(first, items.size())) {
			if (item.type().equals(Items.MESSAGE)) {
				transcript.add(ThreadItems.message(item, threadId));
			}
			else {
				transcript.add(ThreadItems.parse(item), item.runId());
			}
		}
		return transcript.toTranscript(first == 0);
	}

	private static String checked(String threadId) {
		return Ids.require(threadId, "threadId", Ids.APPLICATION_THREAD);
	}

	private static AssistantThread thread(StoredThread thread) {
		return new AssistantThread(thread.id(), "thread", thread.createdAt(), thread.metadata());
	}

}
