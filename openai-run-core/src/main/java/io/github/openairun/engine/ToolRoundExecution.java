package io.github.openairun.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolCallRecorder;

/**
 * The execution of the tool calls of one round. Events from the threads of the handlers
 * are queued and passed to the listener by the drive.
 */
final class ToolRoundExecution {

	private final LoopStep.Dispatch dispatch;

	private final CompletableFuture<List<ToolOutput>> outputs;

	private final Queue<Consumer<RunListener>> events = new ConcurrentLinkedQueue<>();

	private final @Nullable RecordedRound record;

	private final CallReview review;

	/** The calls that were answered by their handlers although they promise an output. */
	private final Map<String, ToolCall> deferred = new ConcurrentHashMap<>();

	private ToolRoundExecution(DriveState state, Run run, CallReview review) {
		LoopStep.Dispatch dispatch = review.ready();
		this.review = review;
		this.dispatch = dispatch;
		this.record = state.plan().recording().isNone() ? null
				: RecordedRound.begin(state.journal(), run, state.progress().rounds() + 1, state::wake);
		this.outputs = state.plan()
			.executor()
			.execute(new ToolBatch(run, dispatch.calls(), state.plan().tools().offered().apply(run),
					context(state, review, this.record), (call, output, outcome) -> {
						if (isDeferred(call, outcome)) {
							state.wake();
							return;
						}
						if (this.record != null) {
							this.record.ended(call, outcome);
						}
						this.events.add((listener) -> listener.toolCallFinished(run, call, output, outcome));
						state.wake();
					}));
		this.outputs.whenComplete((result, error) -> state.wake());
	}

	/** Return whether the output of a call follows later. */
	private boolean isDeferred(ToolCall call, ToolOutcome outcome) {
		if (outcome == ToolOutcome.SUCCESS && this.review.isPromised(call)) {
			this.deferred.put(call.id(), call);
			return true;
		}
		this.review.over(call);
		return false;
	}

	private static RoundContext context(DriveState state, CallReview review, @Nullable RecordedRound record) {
		LoopStep.Dispatch dispatch = review.ready();
		Scope scope = state.plan().tools();
		return RoundContext.builder()
			.round(state.progress().rounds() + 1)
			.deadline(state.progress().end())
			.attributes(scope.attributes())
			.threadContext(scope.context())
			.parallel(scope.parallel())
			.refusals(dispatch.refusals())
			.interrupted(state.progress().interrupted(dispatch.calls()))
			.recorder((record != null) ? record : ToolCallRecorder.NONE)
			.decisions(review.decisions())
			.depth(scope.depth())
			.build();
	}

	/**
	 * Start the execution of a round.
	 * @param state the drive
	 * @param run the run that requests the calls
	 * @param review the calls
	 */
	static ToolRoundExecution begin(DriveState state, Run run, CallReview review) {
		ListenerChain listener = state.plan().listener();
		review.ready()
			.calls()
			.stream()
			.filter((call) -> !review.isOutputOnly(call))
			.forEach((call) -> listener.toolCallStarted(run, call));
		return new ToolRoundExecution(state, run, review);
	}

	/** Record the answers that exist. */
	void recordAnswers() {
		if (this.record != null) {
			this.record.recordAnswers();
		}
	}

	/** Pass the queued events to the listener. */
	void tell(RunListener listener) {
		for (Consumer<RunListener> event = this.events.poll(); event != null; event = this.events.poll()) {
			event.accept(listener);
		}
	}

	boolean isDone() {
		return this.outputs.isDone();
	}

	/**
	 * Return the progress after a completed round, or throw its failure.
	 * @param before the progress before
	 */
	DriveProgress answered(DriveProgress before) {
		List<ToolOutput> outputs = outputs().stream()
			.filter((output) -> !this.deferred.containsKey(output.callId()))
			.toList();
		LoopStep.Dispatch answered = new LoopStep.Dispatch(
				this.dispatch.calls().stream().filter((call) -> !this.deferred.containsKey(call.id())).toList(),
				this.dispatch.refusals());
		DriveProgress progress = before.parked(this.review.parkedWith(this.deferred));
		return (this.record != null) ? progress.answered(this.record.answers(answered, outputs))
				: progress.answered(answered, outputs);
	}

	/** Return the outputs of a completed round, or throw its failure. */
	private List<ToolOutput> outputs() {
		List<ToolOutput> outputs;
		try {
			outputs = this.outputs.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
		List<String> answered = outputs.stream().map(ToolOutput::callId).toList();
		Assert.state(answered.equals(this.dispatch.calls().stream().map(ToolCall::id).toList()),
				"The ToolExecutor must return exactly one output for each call, in the order of the calls");
		return outputs;
	}

	/** Interrupt running handlers and skip waiting calls. */
	void cancel() {
		if (this.record == null) {
			// A recorded drive may go on elsewhere, and wait there for what is promised.
			this.dispatch.calls().forEach(this.review::over);
		}
		this.outputs.cancel(true);
	}

	/**
	 * The tool-related settings of a drive.
	 *
	 * @param offered returns the names of the tools that a run may call
	 * @param attributes the context of the request, for the handlers
	 * @param context the captured thread-locals of the thread that started the drive
	 * @param parallel whether calls may run concurrently
	 * @param depth the number of tool calls that surround the drive
	 */
	record Scope(Function<Run, Collection<String>> offered, Map<String, Object> attributes,
			ContextPropagator.Snapshot context, boolean parallel, int depth) {

		/** Create the settings of a drive that no handler has started. */
		Scope(Function<Run, Collection<String>> offered, Map<String, Object> attributes,
				ContextPropagator.Snapshot context, boolean parallel) {
			this(offered, attributes, context, parallel, 0);
		}

	}

}
