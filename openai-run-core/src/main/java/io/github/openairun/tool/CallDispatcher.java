package io.github.openairun.tool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;

/**
 * Hands calls to threads, and answers in a handler's place when its time is up.
 */
final class CallDispatcher implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(CallDispatcher.class);

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private final CallAnswerer answerer;

	private final Executor executor;

	private final ToolTimer timer;

	private final Gates gates;

	private final Duration timeout;

	private final Clock clock;

	private final Supplier<String> references;

	private final Set<Flight> flights = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	CallDispatcher(ToolExecutorBuilder builder, CallAnswerer answerer) {
		this.answerer = answerer;
		this.executor = builder.executor;
		this.timer = builder.timer;
		this.gates = new Gates(builder.maxConcurrency, builder.maxConcurrencyPerRun);
		this.timeout = builder.timeout;
		this.clock = builder.clock;
		this.references = builder.references;
	}

	/**
	 * Return how long a call may take: no longer than the drive may.
	 * @return the time-out, or {@code null} if there is none
	 */
	@Nullable Duration timeout(RegisteredTool tool, ToolBatch batch) {
		Duration own = (tool.settings().timeout() != null) ? tool.settings().timeout() : this.timeout;
		Duration limit = own.isZero() ? null : own;
		Instant deadline = batch.situation().deadline();
		if (deadline == null) {
			return limit;
		}
		Duration left = Duration.between(this.clock.instant(), deadline);
		Duration positive = (left.compareTo(SHORTEST) < 0) ? SHORTEST : left;
		return (limit == null || positive.compareTo(limit) < 0) ? positive : limit;
	}

	/** The gate for calls that are made on the thread that drives their run. */
	Gate gate() {
		return this.gates.all();
	}

	boolean isClosed() {
		return this.closed;
	}

	/** Return how many calls are in flight, or on a thread that does not end. */
	int flights() {
		return this.flights.size();
	}

	/** Return how many runs have calls in flight. */
	int runs() {
		return this.gates.runs();
	}

	/**
	 * Have a call answered by another thread as soon as there is one. Its time runs from
	 * now on.
	 * @param tool the tool
	 * @param batch the batch that has the call
	 * @param call the call
	 * @param observation observes the call
	 * @return the call on its way
	 */
	Flight dispatch(RegisteredTool tool, ToolBatch batch, ToolCall call, CallObservation observation) {
		Flight flight = new Flight(tool, batch, call, observation);
		if (!this.closed) {
			this.flights.add(flight);
			flight.take();
		}
		if (this.closed) {
			flight.abandon("the application is shut down");
		}
		return flight;
	}

	/** Give up all calls; those who wait for them are freed. */
	@Override
	public void close() {
		this.closed = true;
		this.flights.forEach((flight) -> flight.abandon("the application is shut down"));
		this.timer.close();
	}

	/**
	 * A call with its thread, its time and its place in the queue.
	 */
	final class Flight implements Runnable {

		private final RegisteredTool tool;

		private final ToolBatch batch;

		private final CallTask task;

		private final CallObservation observation;

		private final Gates.Pass pass;

		private Flight(RegisteredTool tool, ToolBatch batch, ToolCall call, CallObservation observation) {
			this.tool = tool;
			this.batch = batch;
			this.task = new CallTask(call);
			this.observation = observation;
			this.pass = CallDispatcher.this.gates.new Pass(batch.run().id(), this::handOver);
		}

		CallTask task() {
			return this.task;
		}

		private void take() {
			Duration timeout = timeout(this.tool, this.batch);
			if (timeout != null) {
				Runnable stop = CallDispatcher.this.timer.schedule(() -> timedOut(timeout), timeout);
				this.task.answer().whenComplete((outcome, error) -> stop.run());
			}
			this.pass.enter();
		}

		private void handOver() {
			try {
				CallDispatcher.this.executor.execute(this);
			}
			catch (RuntimeException | Error ex) {
				// Rejected, or no thread can be made: nothing has been called.
				if (!this.task.answer().isDone()) {
					this.task.answer(CallDispatcher.this.answerer.failed(this.task.call(), ex));
				}
				landed();
			}
		}

		@Override
		public void run() {
			try {
				if (this.task.begin()) {
					fly();
				}
			}
			finally {
				landed();
			}
		}

		private void landed() {
			CallDispatcher.this.flights.remove(this);
			this.pass.leave();
		}

		private void fly() {
			ToolCall call = this.task.call();
			Outcome outcome;
			try {
				outcome = Outcome
					.success(CallDispatcher.this.answerer.answer(this.tool, this.batch, call, this.observation));
			}
			catch (Throwable ex) {
				outcome = failed(ex);
			}
			if (outcome != null && !this.task.end(outcome)) {
				logger.info("Tool '" + call.name() + "' ended too late on call '" + call.id() + "' (reference "
						+ this.task.abandonedAs() + "); its result is dropped", outcome.error());
			}
		}

		private @Nullable Outcome failed(Throwable ex) {
			if (this.task.abandonedAs() != null) {
				return new Outcome(ToolOutcome.TIMEOUT, "", null, ex);
			}
			try {
				return CallDispatcher.this.answerer.failed(this.task.call(), ex);
			}
			catch (Throwable fatal) {
				this.task.fail(fatal);
				return null;
			}
		}

		private void timedOut(Duration timeout) {
			String reference = CallDispatcher.this.references.get();
			ToolCall call = this.task.call();
			String time = " within " + Durations.describe(timeout);
			giveUp(reference, (begun, place) -> {
				logger.warn("Tool '" + call.name() + "' did not " + (begun ? "answer" : "begin") + time + " on call '"
						+ call.id() + "' (reference " + reference + "); "
						+ (begun ? "its thread is interrupted" : "no thread was free"), begun ? place : null);
				String message = begun
						? "The tool did not answer" + time + " and was interrupted. Whether it took effect is not "
								+ "known; find out before you call it again."
						: "The tool could not be started" + time + "; it had no effect.";
				return Outcome.error(ToolOutcome.TIMEOUT, message, reference);
			});
		}

		/** Give the call up because nobody will submit its answer. */
		void abandon(String reason) {
			String reference = CallDispatcher.this.references.get();
			ToolCall call = this.task.call();
			giveUp(reference, (begun, place) -> {
				logger.info("Call '" + call.id() + "' for tool '" + call.name() + "' is given up (reference "
						+ reference + "): " + reason);
				return Outcome.error(ToolOutcome.FAILED, "The call was given up.", reference);
			});
		}

		private void giveUp(String reference, BiFunction<Boolean, TimeoutException, Outcome> outcome) {
			if (this.task.abandon(reference, outcome) && this.pass.withdraw()) {
				CallDispatcher.this.flights.remove(this);
			}
		}

	}

}
