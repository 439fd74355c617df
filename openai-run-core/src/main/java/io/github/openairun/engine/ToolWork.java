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
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.ContextCarrier;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;

/**
 * Has the calls of one round answered, and brings back to the drive what happens
 * meanwhile on the threads of the handlers.
 */
final class ToolWork {

	private final LoopStep.Dispatch dispatch;

	private final CompletableFuture<List<ToolOutput>> outputs;

	private final Queue<Consumer<RunListener>> events = new ConcurrentLinkedQueue<>();

	private ToolWork(ToolExecutor executor, LoopStep.Dispatch dispatch, Function<RunListener, ToolBatch> batch,
			Runnable waker) {
		this.dispatch = dispatch;
		this.outputs = executor.executeAsync(batch.apply(new Relay(this.events, waker)));
		this.outputs.whenComplete((result, error) -> waker.run());
	}

	/**
	 * Begin a round.
	 * @param state the drive
	 * @param run the run that asks
	 * @param dispatch the calls
	 */
	static ToolWork begin(DriveState state, Run run, LoopStep.Dispatch dispatch) {
		Scope scope = state.plan().tools();
		DriveProgress progress = state.progress();
		ToolBatch.Situation situation = new ToolBatch.Situation(progress.rounds() + 1, progress.deadline(),
				scope.attributes(), scope.context(), new ToolBatch.Restrictions(scope.parallel(), dispatch.refusals()));
		Collection<String> offered = scope.offered().apply(run);
		return new ToolWork(state.plan().executor(), dispatch,
				(listener) -> new ToolBatch(run, dispatch.calls(), offered, listener, situation), state::wake);
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
			ContextCarrier.Captured context, boolean parallel) {
	}

	/**
	 * Keeps events for the drive, which tells them on its own thread.
	 */
	private record Relay(Queue<Consumer<RunListener>> events, Runnable waker) implements RunListener {

		@Override
		public void toolCallStarted(Run run, ToolCall call) {
			relay((listener) -> listener.toolCallStarted(run, call));
		}

		@Override
		public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
			relay((listener) -> listener.toolCallFinished(run, call, output, outcome));
		}

		private void relay(Consumer<RunListener> event) {
			this.events.add(event);
			this.waker.run();
		}

	}

}
