package io.github.openairun.wire.assistants;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStep;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.Transcript;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * Reads the messages of a thread and the tool calls of its runs, which are separate
 * objects with times in seconds.
 */
final class TranscriptReader {

	private static final int PAGE = 100;

	private static final int MAX_PAGES = 10;

	private final WireClient client;

	private final ServerThreads threads;

	TranscriptReader(WireClient client, ServerThreads threads) {
		this.client = client;
		this.threads = threads;
	}

	Transcript read(String threadId) {
		List<Message> messages = new ArrayList<>();
		boolean complete = addMessages(threadId, messages);
		CursorPage<Run> runs = runs(threadId);
		List<Timed> calls = new ArrayList<>();
		for (Run run : runs.data()) {
			complete &= addCalls(run, calls);
		}
		calls.sort(Comparator.comparing(Timed::time));
		return new Transcript(merged(messages, new ArrayDeque<>(calls)), complete && !runs.hasMore());
	}

	/**
	 * Put the calls among the messages. Within a second, a call comes before the reply of
	 * a run, and behind other messages.
	 */
	private static List<Transcript.Entry> merged(List<Message> messages, Deque<Timed> calls) {
		List<Transcript.Entry> entries = new ArrayList<>();
		for (Message message : messages) {
			Instant time = timeOf(message.createdAt());
			Instant end = (message.runId() != null) ? time.plusMillis(1) : time;
			while (!calls.isEmpty() && calls.getFirst().time().isBefore(end)) {
				entries.add(calls.removeFirst().call());
			}
			entries.add(new Transcript.Said(message));
		}
		calls.forEach((call) -> entries.add(call.call()));
		return entries;
	}

	private static Instant timeOf(@Nullable Instant time) {
		return (time != null) ? time : Instant.EPOCH;
	}

	/** Add the newest messages, oldest first, and return whether these are all. */
	private boolean addMessages(String threadId, List<Message> messages) {
		PageQuery query = PageQuery.newestFirst().limit(PAGE);
		for (int page = 0; page < MAX_PAGES && query != null; page++) {
			CursorPage<Message> newest = this.threads.messages(threadId, query);
			messages.addAll(newest.data());
			String cursor = newest.hasMore() ? newest.lastId() : null;
			query = (cursor != null && !cursor.equals(query.after())) ? query.after(cursor) : null;
		}
		Collections.reverse(messages);
		return query == null;
	}

	private CursorPage<Run> runs(String threadId) {
		WireRequest request = WireRequest.get(RunRequestFactory.RUNS)
			.thread("thread_id", threadId)
			.notFound((error) -> new ThreadNotFoundException(threadId, error));
		WireResponse response = this.client.exchange(PageReader.query(request, PageQuery.newestFirst().limit(PAGE)));
		return PageReader.read(response, (json) -> RunObjectReader.read(response, json, threadId));
	}

	private boolean addCalls(Run run, List<Timed> calls) {
		WireRequest request = RunRequestFactory.about(WireRequest.get(RunRequestFactory.RUN + "/steps"), run);
		CursorPage<RunStep> steps = PageReader.read(
				this.client.exchange(PageReader.query(request, PageQuery.oldestFirst().limit(PAGE))),
				(json) -> StepObjectReader.read(json, run));
		for (RunStep step : steps.data()) {
			for (RunStep.Call call : step.toolCalls()) {
				boolean open = !run.status().isTerminal() && call.type().equals("function") && call.output() == null;
				calls.add(new Timed(timeOf(step.createdAt()), new Transcript.Called(call, run.id(), open)));
			}
		}
		return !steps.hasMore();
	}

	private record Timed(Instant time, Transcript.Called call) {
	}

}
