package io.github.openairun.wire.stateless;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiException;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunException;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.StoredRun;
import io.github.openairun.thread.StoredThread;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadStoreFullException;
import io.github.openairun.thread.ThreadUpdate;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseReader;

/**
 * Keeps the runs of the threads: begins and ends their turns in the store. One run is
 * active on a thread, and whoever changes a thread at the same time as somebody else
 * reads it again.
 */
final class RunKeeper {

	/** So many others have changed the thread between reading and writing it. */
	private static final int MAX_ATTEMPTS = 100;

	private final ThreadStore store;

	private final Clock clock;

	private final Supplier<String> ids;

	private final @Nullable Duration expiry;

	private final ThreadItems items;

	RunKeeper(StatelessGateway.Options options) {
		this.store = options.threads();
		this.clock = options.clock();
		this.ids = options.ids();
		this.expiry = options.expiry();
		this.items = new ThreadItems(options.ids());
	}

	ThreadStore store() {
		return this.store;
	}

	ThreadItems items() {
		return this.items;
	}

	Instant now() {
		return this.clock.instant();
	}

	String newThreadId() {
		return Ids.APPLICATION_THREAD + this.ids.get();
	}

	/**
	 * Return the thread.
	 * @throws ThreadNotFoundException if there is none
	 */
	StoredThread thread(String threadId) {
		StoredThread thread = this.store.find(threadId);
		if (thread == null) {
			throw new ThreadNotFoundException(threadId, this.store.name());
		}
		return thread;
	}

	/**
	 * Return the record of a run, which expires if its time has passed.
	 * @throws RunNotFoundException if there is none
	 */
	RunRecord run(String runId, String threadId) {
		RunRecord record = stored(runId, threadId);
		if (!record.isOverdue(now())) {
			return record;
		}
		close(record, RunStatus.EXPIRED);
		return stored(runId, threadId);
	}

	private RunRecord stored(String runId, String threadId) {
		StoredRun run = this.store.findRun(threadId, runId);
		if (run == null) {
			throw new RunNotFoundException(runId, threadId, this.store.name());
		}
		return RunRecord.of(run);
	}

	/**
	 * Return the run that works on a thread or waits for outputs.
	 * @return the record, or {@code null} if there is none any more
	 */
	@Nullable RunRecord activeRun(StoredThread thread) {
		RunRecord record = (thread.activeRunId() != null) ? run(thread.activeRunId(), thread.id()) : null;
		return (record != null && !record.status().isTerminal()) ? record : null;
	}

	/**
	 * Return the newest run that a creation may have begun.
	 * @return the record, or {@code null} if the creation has had no effect
	 */
	@Nullable RunRecord find(String threadId, String nonce) {
		return this.store.runs(threadId, PageQuery.newestFirst())
			.data()
			.stream()
			.map(RunRecord::of)
			.filter((record) -> nonce.equals(record.nonce()))
			.findFirst()
			.map((record) -> run(record.id(), threadId))
			.orElse(null);
	}

	/**
	 * Change a thread until nobody else has changed it meanwhile.
	 * @param change returns the change, or {@code null} if there is nothing to change
	 * @return whether the thread was changed
	 */
	boolean change(String threadId, Function<StoredThread, @Nullable ThreadUpdate> change) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			ThreadUpdate update = change.apply(thread(threadId));
			if (update == null) {
				return false;
			}
			if (this.store.update(update)) {
				return true;
			}
		}
		throw new ThreadBusyException(threadId, null,
				"others have changed it " + MAX_ATTEMPTS + " times meanwhile. Try again later", null);
	}

	/** Return a change of a thread that no run works on. */
	ThreadUpdate whileFree(StoredThread thread) {
		RunRecord active = activeRun(thread);
		if (active != null) {
			throw new ThreadBusyException(thread.id(), active.id(), null);
		}
		return ThreadUpdate.of(thread);
	}

	/**
	 * Begin a run on a thread.
	 * @param request the request without its input
	 * @throws ThreadBusyException if another run works on the thread
	 */
	Turn begin(RunCreation creation, ObjectNode request) {
		String threadId = Ids.require(creation.request().threadId(), "threadId", Ids.APPLICATION_THREAD);
		String runId = Ids.APPLICATION_RUN + this.ids.get();
		RunRecord record = RunRecord.of(runId, threadId, now(), this.expiry, creation, request);
		List<StoredItem> added = stored(creation.request().messages().stream().map(ThreadItems::item).toList(), runId,
				false);
		change(threadId, (thread) -> whileFree(thread).activeRun(runId).add(added).run(record.stored()));
		return new Turn(record, null, added.stream().map(StoredItem::id).toList());
	}

	private List<StoredItem> stored(List<? extends JsonNode> items, String runId, boolean output) {
		Instant now = now();
		return items.stream().map((item) -> this.items.stored((ObjectNode) item, runId, output, now)).toList();
	}

	/**
	 * Begin the turn that follows the outputs of all pending calls, or begin it again if
	 * it was lost.
	 * @throws ToolOutputMismatchException if the run does not wait for these outputs
	 */
	Turn answer(Run run, List<ToolOutput> outputs) {
		List<Turn> turn = new ArrayList<>(1);
		List<StoredItem> added = stored(outputs.stream().map(Items::answer).toList(), run.id(), false);
		change(run.threadId(), (thread) -> {
			RunRecord waiting = run(run.id(), run.threadId());
			turn.clear();
			RunRecord working = waiting.answered();
			if (waiting.isIdle() && hasOutputs(waiting, added)) {
				turn.add(again(working));
				return ThreadUpdate.of(thread).run(working.stored());
			}
			checkOutputs(waiting, outputs);
			turn.add(new Turn(working, waiting, added.stream().map(StoredItem::id).toList()));
			return ThreadUpdate.of(thread).add(added).run(working.stored());
		});
		return turn.get(0);
	}

	/** Return the turn that generates the response anew that a run waits for. */
	Turn again(RunRecord record) {
		return new Turn(record, record, List.of());
	}

	private boolean hasOutputs(RunRecord record, List<StoredItem> outputs) {
		List<String> last = itemsOf(record).stream().map(StoredItem::json).toList();
		int from = last.size() - outputs.size();
		return from >= 0 && last.subList(from, last.size()).equals(outputs.stream().map(StoredItem::json).toList());
	}

	/**
	 * Begin the turn that follows the outputs of all pending calls. The run has failed if
	 * the store has no room for them, so that it does not keep its thread busy for ever.
	 */
	Turn answerOrFail(Run run, List<ToolOutput> outputs) {
		try {
			return answer(run, outputs);
		}
		catch (ThreadStoreFullException ex) {
			change(run.threadId(), (thread) -> {
				RunRecord waiting = run(run.id(), run.threadId());
				return (waiting.status() != RunStatus.REQUIRES_ACTION) ? null
						: withoutItems(thread, waiting).run(waiting.failed(error(ex), now()).stored());
			});
			throw ex;
		}
	}

	/** Return a change that frees a thread of a run and of the items that it added. */
	private ThreadUpdate withoutItems(StoredThread thread, RunRecord record) {
		return ThreadUpdate.of(thread).remove(itemsOf(record).stream().map(StoredItem::id).toList()).activeRun(null);
	}

	private static void checkOutputs(RunRecord record, List<ToolOutput> outputs) {
		Run run = record.toRun();
		Set<String> missing = new LinkedHashSet<>(run.toolCalls().stream().map(ToolCall::id).toList());
		List<String> surplus = new ArrayList<>();
		for (ToolOutput output : outputs) {
			if (!missing.remove(output.callId())) {
				surplus.add(output.callId());
			}
		}
		if (!missing.isEmpty() || !surplus.isEmpty()) {
			throw new ToolOutputMismatchException(run, missing, surplus);
		}
	}

	/**
	 * Undo the beginning of a turn: the server has not generated anything.
	 */
	void undo(Turn turn) {
		RunRecord record = turn.record();
		if (this.store.find(record.threadId()) == null) {
			return;
		}
		change(record.threadId(), (thread) -> {
			if (!isCurrent(turn, thread)) {
				return null;
			}
			ThreadUpdate update = ThreadUpdate.of(thread).remove(turn.added());
			return (turn.before() != null) ? update.run(withMetadataOf(record, turn.before()).stored())
					: update.activeRun(null).removeRun(record.id());
		});
	}

	/**
	 * Let go of a turn of a drive that nobody generates any more. Outputs are the
	 * application's and stay, so that no handler is called again: the run waits for
	 * somebody to generate its response.
	 */
	void release(Turn turn) {
		RunRecord record = turn.record();
		if (turn.before() == null) {
			undo(turn);
		}
		else if (this.store.find(record.threadId()) != null) {
			change(record.threadId(), (thread) -> isCurrent(turn, thread)
					? ThreadUpdate.of(thread).run(withMetadataOf(record, record.idle()).stored()) : null);
		}
	}

	/**
	 * End a turn of a drive that could not be generated. If the server has refused the
	 * continuation of a run, or the store has no room for it, the run has failed: nobody
	 * would answer its calls again, and it would keep its thread busy for ever. Any other
	 * turn may be repeated.
	 */
	void abandon(Turn turn, Throwable failure) {
		boolean refused = failure instanceof ApiException || failure instanceof ThreadStoreFullException;
		if (turn.before() != null && refused) {
			fail(turn, error((RunException) failure));
		}
		else {
			release(turn);
		}
	}

	/** Return the error of a run that the server or the store has refused. */
	static RunError error(RunException refusal) {
		String code = (refusal instanceof ApiException api) ? api.code() : "thread_store_full";
		return new RunError((code != null) ? code : "unknown", String.valueOf(refusal.getMessage()));
	}

	/** Return whether a turn is under way that nobody has ended or cancelled. */
	private boolean isCurrent(Turn turn, StoredThread thread) {
		RunRecord record = turn.record();
		if (!record.id().equals(thread.activeRunId())) {
			return false;
		}
		RunRecord now = run(record.id(), record.threadId());
		return now.status() == RunStatus.IN_PROGRESS && now.rounds() == record.rounds();
	}

	/**
	 * End a turn with the response that was generated.
	 */
	Ended end(Turn turn, JsonNode response) {
		List<JsonNode> output = Json.children(response, "output");
		output.forEach(this::identify);
		Map<String, JsonNode> pending = Items.pendingCalls(output);
		RunRecord record = turn.record();
		return switch (status(response)) {
			case FAILED, CANCELLED -> fail(turn, error(response));
			case INCOMPLETE -> end(turn, OpenCalls.without(output, Items::isClientCall),
					record.responded(response).incomplete(ResponseReader.incompleteReason(response), now()));
			default -> end(turn, OpenCalls.without(output, (item) -> false),
					pending.isEmpty() ? record.responded(response).ended(RunStatus.COMPLETED, now())
							: record.responded(response).waiting(List.copyOf(pending.values())));
		};
	}

	/** Some servers give a call no id, and nothing could be its output. */
	private void identify(JsonNode item) {
		if (Items.is(item, Items.FUNCTION_CALL) && Items.callId(item).isEmpty()) {
			((ObjectNode) item).put("call_id", "call_app_" + this.ids.get());
		}
	}

	/**
	 * End a turn with the response that was generated, or as failed if the store has no
	 * room for it.
	 */
	Ended endOrFail(Turn turn, JsonNode response) {
		try {
			return end(turn, response);
		}
		catch (ThreadStoreFullException ex) {
			return fail(turn, error(ex));
		}
	}

	/** Servers that say nothing have ended. */
	private static RunStatus status(JsonNode response) {
		RunStatus status = RunStatus.of(Json.text(response, "status", RunStatus.COMPLETED.text()));
		boolean working = status == RunStatus.QUEUED || status == RunStatus.IN_PROGRESS;
		return (working && response.path("output").isEmpty()) ? RunStatus.FAILED : status;
	}

	private static RunError error(JsonNode response) {
		RunError error = ResponseReader.error(response);
		if (error != null) {
			return error;
		}
		RunStatus status = RunStatus.of(Json.text(response, "status", ""));
		boolean working = status == RunStatus.QUEUED || status == RunStatus.IN_PROGRESS;
		return new RunError("unknown", "The server ended the response with status '" + status.text() + "'"
				+ (working ? ". Responses in the background need threads of the server" : " and gives no reason"));
	}

	private Ended end(Turn turn, List<JsonNode> output, RunRecord next) {
		RunRecord record = turn.record();
		List<StoredItem> added = stored(output, record.id(), true);
		String active = (next.status() == RunStatus.REQUIRES_ACTION) ? record.id() : null;
		boolean current = change(record.threadId(), (thread) -> isCurrent(turn, thread)
				? ThreadUpdate.of(thread).add(added).activeRun(active).run(withMetadataOf(record, next).stored())
				: null);
		return ended(record, current);
	}

	private Ended ended(RunRecord record, boolean current) {
		return new Ended(run(record.id(), record.threadId()).toRun(), current);
	}

	/** The metadata may have been changed while the server was generating. */
	private RunRecord withMetadataOf(RunRecord record, RunRecord next) {
		RunRecord now = run(record.id(), record.threadId());
		return next.withMetadata(Json.texts(now.state(), "metadata"));
	}

	/**
	 * End a run that the server could not generate; its thread is left as it was before.
	 */
	Ended fail(Turn turn, RunError error) {
		RunRecord record = turn.record();
		boolean current = change(record.threadId(),
				(thread) -> isCurrent(turn, thread)
						? withoutItems(thread, record)
							.run(withMetadataOf(record, record.failed(ContextLength.explain(error), now())).stored())
						: null);
		return ended(record, current);
	}

	Run cancel(String runId, String threadId) {
		close(run(runId, threadId), RunStatus.CANCELLED);
		return run(runId, threadId).toRun();
	}

	/**
	 * End a run early, unless it has ended. Where the store has no room for what its
	 * calls get as outputs, the run takes its items along.
	 */
	private void close(RunRecord run, RunStatus status) {
		try {
			close(run, status, this::withClosedCalls);
		}
		catch (ThreadStoreFullException ex) {
			close(run, status, this::withoutItems);
		}
	}

	private void close(RunRecord run, RunStatus status, BiFunction<StoredThread, RunRecord, ThreadUpdate> free) {
		change(run.threadId(), (thread) -> {
			RunRecord record = stored(run.id(), run.threadId());
			return record.status().isTerminal() ? null
					: free.apply(thread, record).run(record.ended(status, now()).stored());
		});
	}

	/** Return a change that frees a thread of a run, whose calls stay open no longer. */
	private ThreadUpdate withClosedCalls(StoredThread thread, RunRecord record) {
		OpenCalls open = OpenCalls.of(record, itemsOf(record));
		return ThreadUpdate.of(thread)
			.activeRun(null)
			.remove(open.unanswerable())
			.add(stored(open.answers(), record.id(), false));
	}

	Run modify(String runId, String threadId, Map<String, String> metadata) {
		change(threadId, (thread) -> ThreadUpdate.of(thread).run(run(runId, threadId).withMetadata(metadata).stored()));
		return run(runId, threadId).toRun();
	}

	/** Return the items that a run has added. */
	List<StoredItem> itemsOf(RunRecord record) {
		return this.store.items(record.threadId()).stream().filter((item) -> record.id().equals(item.runId())).toList();
	}

	/**
	 * A turn that has ended.
	 *
	 * @param run the run as it is then
	 * @param current whether this turn has ended it; otherwise the run was taken on,
	 * ended or cancelled elsewhere meanwhile, and the response is discarded
	 */
	record Ended(Run run, boolean current) {
	}

}
