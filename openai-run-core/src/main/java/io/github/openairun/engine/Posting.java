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
 * Gets something done once at the server: sends it again only if it surely was not done,
 * waits for a thread that is busy, and if the answer is lost looks what became of it
 * before anything else. It never waits itself, but says for how long.
 */
final class Posting {

	private static final Log logger = LogFactory.getLog(Posting.class);

	private static final Duration FIRST_LOOK = Duration.ofMillis(500);

	private static final Duration LAST_LOOK = Duration.ofSeconds(4);

	/** What is still on its way looks absent at first. */
	private static final int LOOKS_UNTIL_ABSENT = 2;

	private final Deed deed;

	private final BusyThreadPolicy.Wait busy;

	private final Clock clock;

	private final Instant deadline;

	private boolean open = true;

	private boolean looking;

	private @Nullable RunException failure;

	private @Nullable RunOutcomeUnknownException lost;

	private Duration lookPause = FIRST_LOOK;

	private int absent;

	private int retries;

	/**
	 * Create a posting.
	 * @param deed what is to be done
	 * @param busy waits for a thread that is busy
	 * @param clock tells the time
	 * @param deadline when to give up
	 */
	Posting(Deed deed, BusyThreadPolicy.Wait busy, Clock clock, Instant deadline) {
		this.deed = deed;
		this.busy = busy;
		this.clock = clock;
		this.deadline = deadline;
	}

	/** Return whether the server surely knows nothing of it so far. */
	boolean isUnknownToServer() {
		return this.open;
	}

	/** Return whether to look what became of it, instead of sending it. */
	boolean mustLook() {
		return this.looking;
	}

	/** Return what is about to be sent. */
	Deed sending() {
		this.open = false;
		return this.deed;
	}

	/**
	 * Decide what follows when the request has failed.
	 * @param failure the failure
	 * @return how long to wait before the next step
	 */
	Duration failed(RunException failure) {
		this.failure = failure;
		if (!this.clock.instant().isBefore(this.deadline)) {
			throw givenUp();
		}
		if (failure instanceof RunOutcomeUnknownException unknown) {
			return lost(unknown);
		}
		boolean untaken = failure instanceof RepeatableException || failure instanceof ThreadBusyException;
		if (this.lost != null
				&& (untaken || (failure instanceof BadRequestException && this.deed.isRefusedOnceDone()))) {
			return look();
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
			logger.warn("The answer to " + this.deed + " was lost; looking what became of it");
			this.lost = failure;
		}
		return look();
	}

	private Duration look() {
		this.looking = true;
		this.absent = 0;
		return nextPause();
	}

	private Duration nextPause() {
		Duration pause = this.lookPause;
		this.lookPause = (pause.compareTo(LAST_LOOK) < 0) ? pause.multipliedBy(2) : LAST_LOOK;
		return pause;
	}

	private Step takeLook() {
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
		if (this.absent < LOOKS_UNTIL_ABSENT) {
			return new Step(null, nextPause());
		}
		this.looking = false;
		return new Step(null, Duration.ZERO);
	}

	private RequestTrace trace() {
		try {
			return this.deed.look();
		}
		catch (ApiConnectionException | ServerErrorException | RateLimitException | RepeatableException ex) {
			return new RequestTrace.Undecided();
		}
	}

	/**
	 * Take the next step.
	 * @return the run, or how long to wait before the step behind
	 */
	Step step() {
		if (this.looking) {
			return takeLook();
		}
		try {
			return new Step(Objects.requireNonNull(sending().send(), "The gateway returned no run"), Duration.ZERO);
		}
		catch (RunException ex) {
			return new Step(null, failed(ex));
		}
	}

	/**
	 * Take all steps on the current thread.
	 * @param scheduler ends the pauses between them
	 */
	Run carryOut(TaskScheduler scheduler) {
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
				throw givenUp();
			}
		}
	}

	/** Return what to throw if nobody waits any longer. */
	RunException givenUp() {
		if (this.lost != null) {
			return this.lost;
		}
		return (this.failure != null) ? unwrapped(this.failure) : new RunInterruptedException(null);
	}

	/**
	 * Where a step has led.
	 *
	 * @param run the run, or {@code null} if nothing is certain yet
	 * @param pause how long to wait before the next step
	 */
	record Step(@Nullable Run run, Duration pause) {
	}

}
