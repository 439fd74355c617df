package io.github.openairun.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.support.Timing;

/**
 * The read timeouts of all open responses. They are checked together, once a second,
 * since nearly all responses end long before their limit; only what is left of a limit
 * below a second is measured by a task of its own.
 */
final class ReadTimeouts {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final TaskScheduler scheduler;

	private final Set<ReadTimeout> running = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/**
	 * Create the timeouts.
	 * @param scheduler measures the time
	 */
	ReadTimeouts(TaskScheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Create a timeout that is not running yet.
	 * @param expired called by the scheduler's thread when the limit is exceeded; must
	 * not block
	 * @return the timeout
	 */
	ReadTimeout create(Runnable expired) {
		return new ReadTimeout(expired);
	}

	/** Return how many timeouts are not cancelled. */
	int size() {
		return this.running.size();
	}

	private Instant now() {
		return this.scheduler.getClock().instant();
	}

	private void checkAll() {
		this.scheduled.set(false);
		this.running.forEach(ReadTimeout::check);
	}

	/**
	 * The timeout of one response.
	 */
	final class ReadTimeout {

		private final Runnable expired;

		private volatile Duration limit = Duration.ZERO;

		/** The current wait, or {@code null} while nothing is awaited. */
		private volatile @Nullable Wait wait;

		/** Whether a check is scheduled. */
		private volatile boolean checked;

		private ReadTimeout(Runnable expired) {
			this.expired = expired;
		}

		/**
		 * Start the timeout, or start it again.
		 * @param limit how long to wait; no limit if it is zero
		 */
		void start(Duration limit) {
			if (limit.isZero()) {
				this.wait = null;
				return;
			}
			boolean shorter = limit.compareTo(this.limit) < 0;
			Wait wait = new Wait(now());
			this.limit = limit;
			this.wait = wait;
			if (ReadTimeouts.this.running.add(this) || shorter || !this.checked) {
				checkAfter(limit, wait);
			}
		}

		/** Suspend the timeout until it is started again. */
		void suspend() {
			this.wait = null;
		}

		/** Return whether the limit is exceeded. */
		boolean isExpired() {
			Wait wait = this.wait;
			return wait != null && wait.expired;
		}

		/** Return the limit with which the timeout was started. */
		Duration limit() {
			return this.limit;
		}

		/** End the timeout for good. */
		void cancel() {
			this.wait = null;
			ReadTimeouts.this.running.remove(this);
		}

		private void check() {
			Wait wait = this.wait;
			Duration left = (wait != null) ? this.limit.minus(Duration.between(wait.since, now())) : INTERVAL;
			if (wait != null && (left.isNegative() || left.isZero())) {
				expire(wait);
			}
			else if (ReadTimeouts.this.running.contains(this)) {
				checkAfter(left, wait);
			}
		}

		private void checkAfter(Duration left, @Nullable Wait wait) {
			this.checked = true;
			if (left.compareTo(INTERVAL) < 0) {
				Timing.timeout(ReadTimeouts.this.scheduler, left, () -> checkAgain(wait));
			}
			else if (ReadTimeouts.this.scheduled.compareAndSet(false, true)) {
				Timing.timeout(ReadTimeouts.this.scheduler, INTERVAL, ReadTimeouts.this::checkAll);
			}
		}

		/** A wait that has not ended meanwhile has taken its time. */
		private void checkAgain(@Nullable Wait before) {
			Wait wait = this.wait;
			if (wait != null && wait == before) {
				expire(wait);
			}
			else {
				check();
			}
		}

		private void expire(Wait wait) {
			wait.expired = true;
			this.checked = false;
			this.expired.run();
			if (this.wait != wait) {
				check();
			}
		}

	}

	private static final class Wait {

		private final Instant since;

		private volatile boolean expired;

		private Wait(Instant since) {
			this.since = since;
		}

	}

}
