package io.github.openairun.autoconfigure;

import java.time.Duration;

/**
 * Properties of the store of threads, which is used unless the application has a
 * {@code ThreadStore} bean.
 *
 * @since 0.1.0
 */
public class ThreadStoreProperties {

	/**
	 * Where threads of the application are stored. With openai-run-jdbc, 'jdbc' if not
	 * set.
	 */
	private Type type = Type.MEMORY;

	/**
	 * Maximum number of threads in memory.
	 */
	private int maxThreads = 10_000;

	/**
	 * Maximum number of items of a thread in memory.
	 */
	private int maxItems = 10_000;

	/**
	 * How long an unused thread is kept in memory, and with an active run a day at least;
	 * 0 for ever.
	 */
	private Duration idleTimeout = Duration.ofDays(1);

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

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

	/**
	 * The places to store threads.
	 */
	public enum Type {

		/**
		 * The memory of this instance, within the bounds of these properties.
		 */
		MEMORY,

		/**
		 * The database of the application, with openai-run-jdbc.
		 */
		JDBC

	}

}
