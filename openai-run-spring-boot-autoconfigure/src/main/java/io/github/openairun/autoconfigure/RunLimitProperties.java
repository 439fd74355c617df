package io.github.openairun.autoconfigure;

import java.time.Duration;

import io.github.openairun.RunLimit;

/**
 * The bounds of runs.
 */
public abstract class RunLimitProperties {

	/**
	 * How long one drive of a run may take.
	 */
	private Duration timeout = Duration.ofMinutes(10);

	/**
	 * How many times a run may ask for tool outputs.
	 */
	private int maxRounds = 20;

	/**
	 * How many tool calls a run may make.
	 */
	private int maxCalls = 100;

	/**
	 * How many times a run may call the same tool with the same arguments.
	 */
	private int maxIdenticalCalls = 3;

	/**
	 * How many times a run may call the same tool.
	 */
	private int maxCallsPerTool = 50;

	/**
	 * What happens to a run that takes longer than 'timeout': 'cancel', or 'throw' to
	 * leave it alone.
	 */
	private RunLimit.Action onTimeout = RunLimit.Action.THROW;

	/**
	 * What happens beyond 'max-rounds'.
	 */
	private RunLimit.Action onMaxRounds = RunLimit.Action.CANCEL;

	/**
	 * What happens beyond 'max-calls'.
	 */
	private RunLimit.Action onMaxCalls = RunLimit.Action.CANCEL;

	/**
	 * What happens beyond 'max-calls-per-tool'.
	 */
	private RunLimit.Action onMaxCallsPerTool = RunLimit.Action.CANCEL;

	/**
	 * What happens beyond 'max-identical-calls'.
	 */
	private RunLimit.Action onMaxIdenticalCalls = RunLimit.Action.CANCEL;

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxRounds() {
		return this.maxRounds;
	}

	public void setMaxRounds(int maxRounds) {
		this.maxRounds = maxRounds;
	}

	public int getMaxCalls() {
		return this.maxCalls;
	}

	public void setMaxCalls(int maxCalls) {
		this.maxCalls = maxCalls;
	}

	public int getMaxIdenticalCalls() {
		return this.maxIdenticalCalls;
	}

	public void setMaxIdenticalCalls(int maxIdenticalCalls) {
		this.maxIdenticalCalls = maxIdenticalCalls;
	}

	public int getMaxCallsPerTool() {
		return this.maxCallsPerTool;
	}

	public void setMaxCallsPerTool(int maxCallsPerTool) {
		this.maxCallsPerTool = maxCallsPerTool;
	}

	public RunLimit.Action getOnTimeout() {
		return this.onTimeout;
	}

	public void setOnTimeout(RunLimit.Action onTimeout) {
		this.onTimeout = onTimeout;
	}

	public RunLimit.Action getOnMaxRounds() {
		return this.onMaxRounds;
	}

	public void setOnMaxRounds(RunLimit.Action onMaxRounds) {
		this.onMaxRounds = onMaxRounds;
	}

	public RunLimit.Action getOnMaxCalls() {
		return this.onMaxCalls;
	}

	public void setOnMaxCalls(RunLimit.Action onMaxCalls) {
		this.onMaxCalls = onMaxCalls;
	}

	public RunLimit.Action getOnMaxCallsPerTool() {
		return this.onMaxCallsPerTool;
	}

	public void setOnMaxCallsPerTool(RunLimit.Action onMaxCallsPerTool) {
		this.onMaxCallsPerTool = onMaxCallsPerTool;
	}

	public RunLimit.Action getOnMaxIdenticalCalls() {
		return this.onMaxIdenticalCalls;
	}

	public void setOnMaxIdenticalCalls(RunLimit.Action onMaxIdenticalCalls) {
		this.onMaxIdenticalCalls = onMaxIdenticalCalls;
	}

}
