package io.github.openairun.autoconfigure;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Properties of tools and their execution.
 *
 * @since 0.1.0
 */
public class RunToolProperties {

	/**
	 * Whether wire 'assistants' sends the definitions of tools with each run, or leaves
	 * them to the assistant on the server.
	 */
	private Attach attach = Attach.RUN;

	/**
	 * Maximum duration of a tool call whose handler sets none; 0 for the time that is
	 * left for the run.
	 */
	private Duration timeout = Duration.ofSeconds(30);

	/**
	 * Maximum number of concurrent tool calls of all runs.
	 */
	private int maxConcurrency = 16;

	/**
	 * Maximum number of concurrent tool calls of one run.
	 */
	private int maxConcurrencyPerRun = 8;

	/**
	 * Size to which an output is cut, in UTF-8; at least 1KB.
	 */
	private DataSize maxOutputSize = DataSize.ofKilobytes(512);

	/**
	 * Size to which the outputs of a round are cut together, in UTF-8; at least 1KB.
	 */
	private DataSize maxTotalOutputSize = DataSize.ofKilobytes(512);

	public Attach getAttach() {
		return this.attach;
	}

	public void setAttach(Attach attach) {
		this.attach = attach;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxConcurrency() {
		return this.maxConcurrency;
	}

	public void setMaxConcurrency(int maxConcurrency) {
		this.maxConcurrency = maxConcurrency;
	}

	public int getMaxConcurrencyPerRun() {
		return this.maxConcurrencyPerRun;
	}

	public void setMaxConcurrencyPerRun(int maxConcurrencyPerRun) {
		this.maxConcurrencyPerRun = maxConcurrencyPerRun;
	}

	public DataSize getMaxOutputSize() {
		return this.maxOutputSize;
	}

	public void setMaxOutputSize(DataSize maxOutputSize) {
		this.maxOutputSize = maxOutputSize;
	}

	public DataSize getMaxTotalOutputSize() {
		return this.maxTotalOutputSize;
	}

	public void setMaxTotalOutputSize(DataSize maxTotalOutputSize) {
		this.maxTotalOutputSize = maxTotalOutputSize;
	}

	void checkRanges() {
		PropertyRange.under("openai.run.tools")
			.notNegative("timeout", this.timeout)
			.atLeast("max-concurrency", this.maxConcurrency, 1)
			.atLeast("max-concurrency-per-run", this.maxConcurrencyPerRun, 1)
			.atLeast("max-output-size", this.maxOutputSize, DataSize.ofKilobytes(1))
			.atLeast("max-total-output-size", this.maxTotalOutputSize, DataSize.ofKilobytes(1));
	}

	/**
	 * Where the definitions of tools are.
	 */
	public enum Attach {

		/**
		 * With each run.
		 */
		RUN,

		/**
		 * At the assistant on the server.
		 */
		NONE

	}

}
