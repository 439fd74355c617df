package io.github.openairun;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The limits of one execution of a run.
 *
 * <pre class="code">
 * RunRequest request = RunRequest.assistant("support")
 * 	.message("Where is order 17?")
 * 	.limits(RunLimits.defaults().withTimeout(Duration.ofMinutes(1)).withMaxTokens(20_000))
 * 	.build();
 * </pre>
 *
 * @param timeout how long the execution may take before {@link RunTimeoutException};
 * positive
 * @param rounds how many times a run may request tool outputs
 * @param calls how many tool calls a run may make in all
 * @param callsPerTool how many times a run may call the same tool
 * @param identicalCalls how many times a run may call the same tool with the same
 * arguments
 * @param tokens how many tokens a run may use in all its rounds, read and written, or
 * {@code null} for any number. It is checked before the outputs of each round, so the
 * response that exceeds it is complete, and a run that ends with it has ended; a server
 * that reports no usage until then, as wire {@code assistants}, is not limited
 * @param timeoutAction what happens to the run after the timeout:
 * {@link RunLimit.Action#CANCEL} or {@link RunLimit.Action#THROW}, which leaves it alone
 * @since 0.1.0
 */
public record RunLimits(Duration timeout, RunLimit rounds, RunLimit calls, RunLimit callsPerTool,
		RunLimit identicalCalls, @Nullable RunLimit tokens, RunLimit.Action timeoutAction) {

	private static final int MAX_CALLS_PER_TOOL = 50;

	private static final RunLimits DEFAULTS = new RunLimits(Duration.ofMinutes(10), 20, 100, 3);

	public RunLimits {
		Check.notNull(timeout, "timeout");
		Check.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be positive");
		Check.notNull(rounds, "rounds");
		Check.notNull(calls, "calls");
		Check.notNull(callsPerTool, "callsPerTool");
		Check.notNull(identicalCalls, "identicalCalls");
		Check.isTrue(timeoutAction == RunLimit.Action.CANCEL || timeoutAction == RunLimit.Action.THROW,
				"'timeoutAction' must be CANCEL or THROW, because there is no tool call to answer");
	}

	/**
	 * Create limits without one of tokens, which leave a run alone that takes too long.
	 * @param timeout how long the execution may take; positive
	 * @param rounds how many times a run may request tool outputs
	 * @param calls how many tool calls a run may make in all
	 * @param callsPerTool how many times a run may call the same tool
	 * @param identicalCalls how many times a run may call the same tool with the same
	 * arguments
	 */
	public RunLimits(Duration timeout, RunLimit rounds, RunLimit calls, RunLimit callsPerTool,
			RunLimit identicalCalls) {
		this(timeout, rounds, calls, callsPerTool, identicalCalls, null, RunLimit.Action.THROW);
	}

	/**
	 * Create limits that cancel a run which exceeds them, with 50 calls of each tool.
	 * @param timeout how long the execution may take; positive
	 * @param maxRounds how many times a run may request tool outputs; at least 1
	 * @param maxCalls how many tool calls a run may make in all; at least 1
	 * @param maxIdenticalCalls how many times a run may call the same tool with the same
	 * arguments; at least 1
	 */
	public RunLimits(Duration timeout, int maxRounds, int maxCalls, int maxIdenticalCalls) {
		this(timeout, cancel(maxRounds), cancel(maxCalls), cancel(MAX_CALLS_PER_TOOL), cancel(maxIdenticalCalls));
	}

	private static RunLimit cancel(int max) {
		return new RunLimit(max, RunLimit.Action.CANCEL);
	}

	/**
	 * Return 10 minutes, 20 rounds, 100 calls, 50 of each tool, 3 identical calls, any
	 * number of tokens; a run that wants more is cancelled.
	 * @return the default limits
	 */
	public static RunLimits defaults() {
		return DEFAULTS;
	}

	public RunLimits withTimeout(Duration timeout) {
		return new RunLimits(timeout, this.rounds, this.calls, this.callsPerTool, this.identicalCalls, this.tokens,
				this.timeoutAction);
	}

	public RunLimits withMaxRounds(int max) {
		return withRounds(new RunLimit(max, this.rounds.action()));
	}

	public RunLimits withMaxCalls(int max) {
		return withCalls(new RunLimit(max, this.calls.action()));
	}

	public RunLimits withMaxCallsPerTool(int max) {
		return withCallsPerTool(new RunLimit(max, this.callsPerTool.action()));
	}

	public RunLimits withMaxIdenticalCalls(int max) {
		return withIdenticalCalls(new RunLimit(max, this.identicalCalls.action()));
	}

	/**
	 * Set how many tokens a run may use in all its rounds. A run that exceeds the limit
	 * is cancelled, unless {@link #withTokens} or {@link #withAction} has set another
	 * action.
	 * @param max how many tokens; at least 1
	 * @return the limits
	 */
	public RunLimits withMaxTokens(int max) {
		return withTokens(new RunLimit(max, (this.tokens != null) ? this.tokens.action() : RunLimit.Action.CANCEL));
	}

	public RunLimits withRounds(RunLimit limit) {
		return new RunLimits(this.timeout, limit, this.calls, this.callsPerTool, this.identicalCalls, this.tokens,
				this.timeoutAction);
	}

	public RunLimits withCalls(RunLimit limit) {
		return new RunLimits(this.timeout, this.rounds, limit, this.callsPerTool, this.identicalCalls, this.tokens,
				this.timeoutAction);
	}

	public RunLimits withCallsPerTool(RunLimit limit) {
		return new RunLimits(this.timeout, this.rounds, this.calls, limit, this.identicalCalls, this.tokens,
				this.timeoutAction);
	}

	public RunLimits withIdenticalCalls(RunLimit limit) {
		return new RunLimits(this.timeout, this.rounds, this.calls, this.callsPerTool, limit, this.tokens,
				this.timeoutAction);
	}

	/**
	 * Set how many tokens a run may use in all its rounds.
	 * @param limit the limit, or {@code null} for any number
	 * @return the limits
	 */
	public RunLimits withTokens(@Nullable RunLimit limit) {
		return new RunLimits(this.timeout, this.rounds, this.calls, this.callsPerTool, this.identicalCalls, limit,
				this.timeoutAction);
	}

	/**
	 * Set what happens when any limit is exceeded.
	 * @param action the action
	 * @return the limits
	 */
	public RunLimits withAction(RunLimit.Action action) {
		return new RunLimits(this.timeout, new RunLimit(this.rounds.max(), action),
				new RunLimit(this.calls.max(), action), new RunLimit(this.callsPerTool.max(), action),
				new RunLimit(this.identicalCalls.max(), action),
				(this.tokens != null) ? new RunLimit(this.tokens.max(), action) : null, this.timeoutAction);
	}

	/**
	 * Set what happens to a run that takes too long.
	 * @param action {@link RunLimit.Action#CANCEL} or {@link RunLimit.Action#THROW}
	 * @return the limits
	 */
	public RunLimits withTimeoutAction(RunLimit.Action action) {
		return new RunLimits(this.timeout, this.rounds, this.calls, this.callsPerTool, this.identicalCalls, this.tokens,
				action);
	}

}
