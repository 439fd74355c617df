package io.github.openairun.autoconfigure;

import java.time.Duration;

/**
 * Bounds of the store of threads in memory, which is used unless the application has a
 * {@code ThreadStore} bean.
 */
public class ThreadStoreProperties {

	/**
	 * How many threads the store in memory holds.
	 */
	private int maxThreads = 10_000;

	/**
	 * How many items a thread in memory has.
	 */
	private int maxItems = 10_000;

	/**
	 * How long a thread in memory is kept that nobody uses; 0 for ever.
	 */
	private Duration idleTimeout = Duration.ofDays(1);

	public int getMaxThreads() {
		return this.maxThreads;
	}

	public void setMaxThreads(int maxThreads) {
		this.maxThreads = maxThreads;
	}

	public int getMaxItems() {
		return this.maxItems;
	}

	public void setMaxItems(int maxItems) {
		this.maxItems = maxItems;
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	void checkRanges() {
		PropertyRange.under("openai.run.thread-store")
			.atLeast("max-threads", this.maxThreads, 1)
			.atLeast("max-items", this.maxItems, 1)
			.notNegative("idle-timeout", this.idleTimeout);
	}

}
