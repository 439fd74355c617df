package io.github.openairun.autoconfigure;

import java.time.Duration;

import io.github.openairun.engine.RunEngine;

/**
 * How many runs are driven at a time.
 */
public class RunEngineProperties {

	/**
	 * How many runs are driven at a time.
	 */
	private int maxRuns = 1000;

	/**
	 * How many more runs may wait for their turn before they are rejected.
	 */
	private int maxQueuedRuns = 1000;

	/**
	 * How many requests of runs in the background may be under way at a time, each on a
	 * thread of its own. Open streams do not count.
	 */
	private int maxRequests = 32;

	/**
	 * How long the runs that are driven have to come to their end when the application
	 * shuts down.
	 */
	private Duration shutdownGracePeriod = Duration.ofSeconds(20);

	public int getMaxRuns() {
		return this.maxRuns;
	}

	public void setMaxRuns(int maxRuns) {
		this.maxRuns = maxRuns;
	}

	public int getMaxQueuedRuns() {
		return this.maxQueuedRuns;
	}

	public void setMaxQueuedRuns(int maxQueuedRuns) {
		this.maxQueuedRuns = maxQueuedRuns;
	}

	public int getMaxRequests() {
		return this.maxRequests;
	}

	public void setMaxRequests(int maxRequests) {
		this.maxRequests = maxRequests;
	}

	public Duration getShutdownGracePeriod() {
		return this.shutdownGracePeriod;
	}

	public void setShutdownGracePeriod(Duration shutdownGracePeriod) {
		this.shutdownGracePeriod = shutdownGracePeriod;
	}

	RunEngine.Settings settings() {
		return new RunEngine.Settings(this.maxRuns, this.maxQueuedRuns, this.maxRequests, this.shutdownGracePeriod);
	}

	void checkRanges() {
		PropertyRange.under("openai.run.engine")
			.atLeast("max-runs", this.maxRuns, 1)
			.atLeast("max-queued-runs", this.maxQueuedRuns, 0)
			.atLeast("max-requests", this.maxRequests, 1)
			.notNegative("shutdown-grace-period", this.shutdownGracePeriod);
	}

}
