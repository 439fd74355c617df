package io.github.openairun.wire;

import java.time.Duration;

/**
 * Waits; tests replace it, so that waiting takes no time.
 */
@FunctionalInterface
public interface Sleeper {

	/**
	 * Wait.
	 * @param duration how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void sleep(Duration duration) throws InterruptedException;

	/**
	 * Return the sleeper that really waits.
	 * @return the sleeper
	 */
	static Sleeper system() {
		return (duration) -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
	}

}
