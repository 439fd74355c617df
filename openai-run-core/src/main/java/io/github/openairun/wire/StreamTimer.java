package io.github.openairun.wire;

import java.time.Duration;

/**
 * Tells the time to streams; tests replace it, so that waiting takes no time.
 */
public interface StreamTimer extends AutoCloseable {

	/**
	 * Run something later, unless the timer is closed before.
	 * @param task what to run; must not block
	 * @param delay how much later
	 * @return forgets the task
	 */
	Runnable schedule(Runnable task, Duration delay);

	/**
	 * Return a time to compare with others.
	 * @return nanoseconds since any moment
	 */
	long nanoTime();

	/**
	 * Forget what is yet to be run, if nobody else uses this timer.
	 */
	@Override
	void close();

	/**
	 * Return a timer that goes by the system's time and has one thread.
	 * @return the timer
	 */
	static StreamTimer system() {
		return new SystemStreamTimer();
	}

}
