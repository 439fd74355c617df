package io.github.openairun.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;

/**
 * Has the calls of one round answered, and brings back to the drive what happens
 * meanwhile on the threads of the handlers.
 */
final class ToolWork {

	private final LoopStep.Dispatch dispatch;

	private final CompletableFuture<List<ToolOutput>> outputs;

	private final Queue<Consumer<RunListener>> events = new ConcurrentLinkedQueue<>();

	private ToolWork(DriveState state, Run run, LoopStep.Dispatch dispatch) {
		this.dispatch = dispatch;
		this.outputs = state.plan()
			.executor()
			.execute(new ToolBatch(run, dispatch.calls(), state.plan().tools().offered().apply(run),
					context(state, dispatch), (call, output, outcome) -> {
						this.events.add((listener) -> listener.toolCallFinished(run, call, output, outcome));
						state.wake();
					}));
		this.outputs.whenComplete((result, error) -> state.wake());
	}

	private static RoundContext context(DriveState state, LoopStep.Dispatch dispatch) {
		Scope scope = state.plan().tools();
		return RoundContext.builder()
			.round(state.progress().rounds() + 1)
			.deadline(state.progress().deadline())
			.attributes(scope.attributes())
			.threadContext(scope.context())
			.parallel(scope.parallel())
			.refusals(dispatch.refusals())
			.build();
	}

	/**
	 * Begin a round.
	 * @param state the drive
	 * @param run the run that asks
	 * @param dispatch the calls
	 */
	static ToolWork begin(DriveState state, Run run, LoopStep.Dispatch dispatch) {
		ListenerChain listener = state.plan().listener();
		dispatch.calls().forEach((call) -> listener.toolCallStarted(run, call));
		return new ToolWork(state, run, dispatch);
	}

	LoopStep.Dispatch dispatch() {
		return this.dispatch;
	}

	/** Tell what has happened so far. */
	void tell(RunListener listener) {
		for (Consumer<RunListener> event = this.events.poll(); event != null; event = this.events.poll()) {
			event.accept(listener);
		}
	}

	boolean isDone() {
		return this.outputs.isDone();
	}

	/** Return the outputs of a round that is done, or throw what ended it. */
	List<ToolOutput> outputs() {
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

	/** Interrupt handlers that are at work, and skip calls that wait. */
	void giveUp() {
		this.outputs.cancel(true);
	}

	/**
	 * What the tools of a drive are given.
	 *
	 * @param offered tells the names of the tools that a run may have executed
	 * @param attributes what the request has for the handlers
	 * @param context what the thread that started the drive had
	 * @param parallel whether calls may run side by side
	 */
	record Scope(Function<Run, Collection<String>> offered, Map<String, Object> attributes,
			ContextPropagator.Snapshot context, boolean parallel) {
	}

}
