package io.github.openairun.test.simulator;

import java.time.Duration;

import io.github.openairun.tool.ToolTimer;

/**
 * Limits the time of handlers, which are really at work.
 */
final class SimulatedToolTimer implements ToolTimer {

	private final SimulatedTime time;

	SimulatedToolTimer(SimulatedTime time) {
		this.time = time;
	}

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		return this.time.limit(task, delay);
	}

	@Override
	public void close() {
		// The time outlives those who use it.
	}

}
