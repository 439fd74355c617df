package io.github.openairun.engine;

import java.time.Duration;

/**
 * Wakes runs that wait; tests replace it, so that waiting takes no time.
 */
@FunctionalInterface
public interface RunScheduler {

	/**
	 * Have a task run later. The task is short and does not block.
	 * @param task the task
	 * @param delay how long from now
	 * @return takes the task back if it has not run yet
	 */
	Runnable schedule(Runnable task, Duration delay);

	/**
	 * Have a task run if something else, for which a run waits, has not come until then.
	 * @param task the task
	 * @param delay how long from now
	 * @return takes the task back if it has not run yet
	 */
	default Runnable scheduleDeadline(Runnable task, Duration delay) {
		return schedule(task, delay);
	}

}
