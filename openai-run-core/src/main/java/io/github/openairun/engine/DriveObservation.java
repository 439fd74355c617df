package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.observation.DriveObservationContext;

/**
 * The observation of a drive. It starts on the thread that requests the drive.
 */
final class DriveObservation {

	/** The observation of a drive without observers. */
	static final DriveObservation NONE = new DriveObservation();

	private final Observation observation;

	private final @Nullable DriveObservationContext context;

	private final @Nullable AssistantCatalog assistants;

	private final Clock clock;

	private final RunHistory.@Nullable Tracked tracked;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private @Nullable RunStatus status;

	private Instant statusSince = Instant.EPOCH;

	private DriveObservation() {
		this.observation = Observation.NOOP;
		this.context = null;
		this.assistants = null;
		this.clock = Clock.systemUTC();
		this.tracked = null;
	}

	/**
	 * Start the observation of a drive.
	 * @param context the context of the drive
	 * @param observers the observers
	 * @param assistants the assistants that the application defines
	 * @param clock the clock
	 */
	DriveObservation(DriveObservationContext context, RunTemplateComponents.Observers observers,
			AssistantCatalog assistants, Clock clock) {
		this.context = context;
		this.assistants = assistants;
		this.clock = clock;
		this.observation = observers.observations().start(context);
		RunHistory history = observers.history();
		this.tracked = (history != null) ? history.begin(context, clock) : null;
	}

	/** Make the observation current on the calling thread. */
	Observation.Scope open() {
		if (this.tracked != null) {
			this.tracked.driven();
		}
		return this.observation.openScope();
	}

	/** Record a snapshot. */
	void seen(Run run, int rounds) {
		DriveObservationContext context = this.context;
		if (context == null) {
			return;
		}
		if (context.run() == null) {
			first(context, run);
		}
		context.seen(run, rounds);
		if (run.status() != this.status) {
			leaveStatus(context);
			this.status = run.status();
		}
	}

	private void first(DriveObservationContext context, Run run) {
		if (context.isTakenUp()) {
			context.usageBefore(run.usage());
			context.agent((this.assistants != null) ? this.assistants.find(run.assistant()) : null);
		}
	}

	private void leaveStatus(DriveObservationContext context) {
		Instant now = this.clock.instant();
		RunStatus status = this.status;
		if (status != null && !status.isTerminal()) {
			context.spent(status, Duration.between(this.statusSince, now));
		}
		this.statusSince = now;
	}

	/** Record a poll. */
	void polled() {
		if (this.context != null) {
			this.context.polled();
		}
	}

	/** Record the end of the run; {@link #stop()} follows. */
	void ended(RunResult result) {
		if (this.context != null) {
			this.context.ended(result);
		}
	}

	/** Record an error, unless an end is recorded already. */
	void failed(Throwable failure) {
		if (this.context != null && !this.stopped.get()) {
			this.context.failed(failure);
			stop();
		}
	}

	/** Stop the observation, after the scope of the driving thread is closed. */
	void stop() {
		DriveObservationContext context = this.context;
		if (context == null || !this.stopped.compareAndSet(false, true)) {
			return;
		}
		leaveStatus(context);
		Throwable error = context.observedError();
		if (error != null) {
			this.observation.error(error);
		}
		this.observation.stop();
		if (this.tracked != null) {
			this.tracked.ended();
		}
	}

}
