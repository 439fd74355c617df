package io.github.openairun.autoconfigure;

import java.time.Duration;

import io.github.openairun.engine.RunEngine;

/**
 * Maximum number of runs in progress.
 *
 * @since 0.1.0
 */
public class RunEngineProperties {

	/**
	 * Maximum number of runs in progress.
	 */
	private int maxRuns = 1000;

	/**
	 * Maximum number of runs in the queue. Further runs are rejected.
	 */
	private int maxQueuedRuns = 1000;

	/**
	 * Maximum number of concurrent requests of runs in the background, each on a thread
	 * of its own. Open streams do not count.
	 */
	private int maxRequests = 32;

	/**
	 * How long the engine waits for runs in progress when the application shuts down.
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
