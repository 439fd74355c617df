package io.github.openairun.engine;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.ThreadBusyException;
import io.github.openairun.support.Timing;

/**
 * Policy for a thread on which another run is active.
 * <p>
 * OpenAI's servers reject a second request on a thread at once, and may keep the lock for
 * a moment after a run has ended; no SDK repeats such a request.
 *
 * @param action what to do
 * @param maxWait the longest total wait, or the longest wait for the cancelled run to
 * release the thread; zero not to wait
 * @since 0.1.0
 */
public record BusyThreadPolicy(Action action, Duration maxWait) {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration MAX = Duration.ofSeconds(8);

	public BusyThreadPolicy {
		Assert.notNull(action, "'action' must not be null");
		Assert.isTrue(!maxWait.isNegative(), "'maxWait' must not be negative");
	}

	/**
	 * Create a policy that waits.
	 * @param maxWait the longest total wait; zero not to wait
	 */
	public BusyThreadPolicy(Duration maxWait) {
		this(Action.WAIT, maxWait);
	}

	/**
	 * Return the policy that waits for 30 seconds.
	 * @return the policy
	 */
	public static BusyThreadPolicy defaults() {
		return new BusyThreadPolicy(Duration.ofSeconds(30));
	}

	/**
	 * Perform an action as soon as the thread is free.
	 * @param action what to do
	 * @param whenBusy receives once the failure that names the active run, if that run is
	 * to be cancelled
	 * @param scheduler ends the pauses
	 * @throws ThreadBusyException if it does not become free in time, or the waiting
	 * thread is interrupted
	 */
	<T> T whenFree(Supplier<T> action, Consumer<ThreadBusyException> whenBusy, TaskScheduler scheduler) {
		Wait wait = begin(whenBusy);
		while (true) {
			try {
				return action.get();
			}
			catch (ThreadBusyException ex) {
				Duration pause = wait.pause(ex);
				try {
					Timing.pause(scheduler, pause);
				}
				catch (InterruptedException interrupt) {
					Thread.currentThread().interrupt();
					throw ex;
				}
			}
		}
	}

	Wait begin(Consumer<ThreadBusyException> whenBusy) {
		return new Wait(whenBusy);
	}

	private static Duration min(Duration first, Duration second) {
		return (first.compareTo(second) <= 0) ? first : second;
	}

	/**
	 * Policy for a thread on which another run is active.
	 */
	public enum Action {

		/** Wait until it has ended. */
		WAIT,

		/** Cancel it, and wait until it has released the thread. */
		CANCEL_ACTIVE,

		/** Throw {@link ThreadBusyException} at once. */
		FAIL

	}

	/**
	 * A wait for a thread.
	 */
	final class Wait {

		private final Consumer<ThreadBusyException> whenBusy;

		private Duration next = FIRST;

		private Duration left = BusyThreadPolicy.this.maxWait;

		private boolean told;

		private Wait(Consumer<ThreadBusyException> whenBusy) {
			this.whenBusy = whenBusy;
		}

		/**
		 * Return how long to wait before the next attempt.
		 * @param failure the failure that names the active run
		 * @throws ThreadBusyException if the wait is over
		 */
		Duration pause(ThreadBusyException failure) {
			if (BusyThreadPolicy.this.action == Action.FAIL || this.left.isZero()) {
				throw failure;
			}
			if (BusyThreadPolicy.this.action == Action.CANCEL_ACTIVE && !this.told) {
				this.told = true;
				this.whenBusy.accept(failure);
			}
			Duration pause = min(this.next, this.left);
			this.left = this.left.minus(pause);
			this.next = min(this.next.multipliedBy(2), MAX);
			return pause;
		}

	}

}
