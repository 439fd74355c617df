package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.BadRequestException;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.support.Timing;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RequestTrace;

/**
 * Sends a command so that it takes effect at most once: repeats it only if the server
 * certainly did not process it, waits for a busy thread, and after a lost response
 * determines first whether the command took effect. It never blocks; each step returns
 * the pause before the next one.
 */
final class OnceOnlySender {

	private static final Log logger = LogFactory.getLog(OnceOnlySender.class);

	private static final Duration FIRST_TRACE_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_TRACE_PAUSE = Duration.ofSeconds(4);

	/** A request that is still in transit leaves no trace at first. */
	private static final int TRACES_UNTIL_ABSENT = 2;

	private final ServerCommand command;

	private final BusyThreadPolicy.Wait busy;

	private final Clock clock;

	private final Instant deadline;

	private boolean open = true;

	private boolean tracing;

	private @Nullable RunException failure;

	private @Nullable RunOutcomeUnknownException lost;

	private Duration tracePause = FIRST_TRACE_PAUSE;

	private int absent;

	private int retries;

	/**
	 * Create a sender.
	 * @param command the command to send
	 * @param busy waits for a thread that is busy
	 * @param clock the clock of the deadline
	 * @param deadline when to stop
	 */
	OnceOnlySender(ServerCommand command, BusyThreadPolicy.Wait busy, Clock clock, Instant deadline) {
		this.command = command;
		this.busy = busy;
		this.clock = clock;
		this.deadline = deadline;
	}

	/** Return whether the server certainly has not received the command. */
	boolean isUnknownToServer() {
		return this.open;
	}

	/** Return whether the next step is a trace of a lost request, and not a request. */
	boolean mustTrace() {
		return this.tracing;
	}

	/** Return the command, which the caller sends next. */
	ServerCommand sending() {
		this.open = false;
		return this.command;
	}

	/**
	 * Handle a failed request.
	 * @param failure the failure
	 * @return how long to wait before the next step
	 */
	Duration failed(RunException failure) {
		this.failure = failure;
		if (!this.clock.instant().isBefore(this.deadline)) {
			throw failure();
		}
		if (failure instanceof RunOutcomeUnknownException unknown) {
			return lost(unknown);
		}
		boolean untaken = failure instanceof RepeatableException || failure instanceof ThreadBusyException;
		if (this.lost != null
				&& (untaken || (failure instanceof BadRequestException && this.command.isRefusedOnceDone()))) {
			return startTracing();
		}
		this.open = true;
		if (failure instanceof ThreadBusyException threadBusy) {
			return this.busy.pause(threadBusy);
		}
		Duration pause = (failure instanceof RepeatableException repeatable) ? repeatable.pause(this.retries++) : null;
		if (pause == null) {
			throw unwrapped(failure);
		}
		return pause;
	}

	private static RunException unwrapped(RunException failure) {
		return (failure instanceof RepeatableException repeatable) ? repeatable.failure() : failure;
	}

	private Duration lost(RunOutcomeUnknownException failure) {
		if (this.lost == null) {
			logger.warn("The response to " + this.command + " was lost; checking whether it took effect");
			this.lost = failure;
		}
		return startTracing();
	}

	private Duration startTracing() {
		this.tracing = true;
		this.absent = 0;
		return nextTracePause();
	}

	/** Check first whether another process has sent the command. */
	void startTracing(DriveProgress progress) {
		this.open = false;
		this.tracing = true;
		this.lost = new RunOutcomeUnknownException(this.command.toString(), progress.threadId(), progress.runId(),
				null);
	}

	private Duration nextTracePause() {
		Duration pause = this.tracePause;
		this.tracePause = (pause.compareTo(LONGEST_TRACE_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_TRACE_PAUSE;
		return pause;
	}

	private Step traceStep() {
		RequestTrace trace = trace();
		if (trace instanceof RequestTrace.Found found) {
			return new Step(found.run(), Duration.ZERO);
		}
		RunOutcomeUnknownException lost = Objects.requireNonNull(this.lost);
		if (trace instanceof RequestTrace.Unknowable unknowable) {
			throw lost.withTail(unknowable.tail());
		}
		if (!this.clock.instant().isBefore(this.deadline)) {
			throw lost;
		}
		this.absent = (trace instanceof RequestTrace.Absent) ? this.absent + 1 : 0;
		if (this.absent < TRACES_UNTIL_ABSENT) {
			return new Step(null, nextTracePause());
		}
		this.tracing = false;
		return new Step(null, Duration.ZERO);
	}

	private RequestTrace trace() {
		try {
			return this.command.trace();
		}
		catch (ApiConnectionException | ServerErrorException | RateLimitException | RepeatableException ex) {
			return new RequestTrace.Undecided();
		}
		catch (RunException ex) {
			RunOutcomeUnknownException lost = Objects.requireNonNull(this.lost);
			lost.addSuppressed(ex);
			throw lost;
		}
	}

	/**
	 * Take the next step.
	 * @return the run, or the pause before the next step
	 */
	Step step() {
		if (this.tracing) {
			return traceStep();
		}
		try {
			return new Step(Objects.requireNonNull(sending().send(), "The gateway returned no run"), Duration.ZERO);
		}
		catch (RunException ex) {
			return new Step(null, failed(ex));
		}
	}

	/**
	 * Take all steps on the calling thread.
	 * @param scheduler the scheduler that ends the pauses
	 */
	Run sendAndWait(TaskScheduler scheduler) {
		while (true) {
			Step step = step();
			if (step.run() != null) {
				return step.run();
			}
			try {
				Timing.pause(scheduler, step.pause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw failure();
			}
		}
	}

	/** Return the exception to throw if the deadline ends the attempts. */
	RunException failure() {
		if (this.lost != null) {
			return this.lost;
		}
		return (this.failure != null) ? unwrapped(this.failure) : new RunInterruptedException(null);
	}

	/**
	 * The outcome of a step.
	 *
	 * @param run the run, or {@code null} if the command has no known effect yet
	 * @param pause the pause before the next step
	 */
	record Step(@Nullable Run run, Duration pause) {
	}

}
