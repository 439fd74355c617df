package io.github.openairun.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Notices that something has not come for too long. Of one stream, and used by one thread
 * at a time; a sign of life costs no more than a look at the clock.
 */
final class SilenceWatch {

	private static final Runnable NOTHING = () -> {
	};

	private final StreamTimer timer;

	private final Runnable check;

	private Duration limit = Duration.ZERO;

	private @Nullable Long since;

	private @Nullable Runnable scheduled;

	/**
	 * Create a watch.
	 * @param check called by the timer when it is time to {@linkplain #isOver() look}
	 */
	SilenceWatch(StreamTimer timer, Runnable check) {
		this.timer = timer;
		this.check = check;
	}

	/**
	 * Begin to wait.
	 * @param limit how long; 0 for ever
	 */
	void await(Duration limit) {
		if (limit.isZero()) {
			return;
		}
		boolean sooner = this.scheduled == null || limit.compareTo(this.limit) < 0;
		this.limit = limit;
		this.since = this.timer.nanoTime();
		if (sooner) {
			schedule(limit);
		}
	}

	/**
	 * Wait no longer, until told to.
	 */
	void rest() {
		this.since = null;
	}

	/**
	 * Return whether it has taken too long; otherwise look again later.
	 */
	boolean isOver() {
		this.scheduled = null;
		if (this.since == null) {
			return false;
		}
		Duration left = this.limit.minusNanos(this.timer.nanoTime() - this.since);
		if (left.isZero() || left.isNegative()) {
			return true;
		}
		schedule(left);
		return false;
	}

	private void schedule(Duration delay) {
		stop();
		this.scheduled = this.timer.schedule(this.check, delay);
	}

	Duration limit() {
		return this.limit;
	}

	/**
	 * Forget the check for good.
	 */
	void stop() {
		((this.scheduled != null) ? this.scheduled : NOTHING).run();
		this.scheduled = null;
	}

}
