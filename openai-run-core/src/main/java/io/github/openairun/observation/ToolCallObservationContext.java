package io.github.openairun.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;

/**
 * Context of the observation of one tool call, from its turn to its output.
 *
 * @since 0.1.0
 */
public final class ToolCallObservationContext extends Observation.Context {

	private final Run run;

	private final ToolCall call;

	private final boolean known;

	private final boolean content;

	private volatile @Nullable ToolOutcome outcome;

	private volatile @Nullable String output;

	private volatile @Nullable Throwable failure;

	/**
	 * Create a context.
	 * @param run the run that makes the call
	 * @param call the call
	 * @param known whether the run may call the tool
	 * @param content whether content may be observed
	 */
	public ToolCallObservationContext(Run run, ToolCall call, boolean known, boolean content) {
		this.run = run;
		this.call = call;
		this.known = known;
		this.content = content;
	}

	public Run run() {
		return this.run;
	}

	public String callId() {
		return this.call.id();
	}

	/**
	 * Return the name of the tool.
	 * @return the name, or {@code unknown} for a tool that the run may not call: the
	 * model may think of any name
	 */
	public String toolName() {
		return this.known ? this.call.name() : "unknown";
	}

	/**
	 * Return the arguments, if content may be observed.
	 * @return the arguments, or {@code null}
	 */
	public @Nullable String arguments() {
		return this.content ? this.call.arguments() : null;
	}

	/**
	 * Return the output, if content may be observed.
	 * @return the output, or {@code null}
	 */
	public @Nullable String output() {
		return this.content ? this.output : null;
	}

	/**
	 * Record the output of the call.
	 * @param outcome the outcome
	 * @param output the output for the model
	 * @param failure the exception of the handler, or {@code null}
	 */
	public void answered(ToolOutcome outcome, String output, @Nullable Throwable failure) {
		this.outcome = outcome;
		this.output = output;
		this.failure = failure;
	}

	/**
	 * Record a fatal error, after which the call has no output.
	 * @param failure the error
	 */
	public void failed(Throwable failure) {
		this.outcome = ToolOutcome.FAILED;
		this.failure = failure;
	}

	/**
	 * Return the outcome of the call: {@code success}, {@code error}, {@code timeout},
	 * {@code denied}, {@code invalid_arguments}, {@code result_unavailable},
	 * {@code interrupted}, {@code unknown_tool}, {@code limit}, or {@code none} until its
	 * end.
	 * @return the outcome
	 */
	public String outcome() {
		ToolOutcome outcome = this.outcome;
		if (outcome == null) {
			return DriveObservationContext.NONE;
		}
		return switch (outcome) {
			case FAILED -> "error";
			case LIMIT_EXCEEDED -> "limit";
			default -> outcome.text();
		};
	}

	/**
	 * Return the type of the exception that the handler has thrown, or the outcome.
	 * @return the kind, or {@code none}
	 */
	public String errorType() {
		ToolOutcome outcome = this.outcome;
		if (outcome == null || outcome == ToolOutcome.SUCCESS) {
			return DriveObservationContext.NONE;
		}
		Throwable failure = this.failure;
		return (failure != null) ? failure.getClass().getName() : outcome();
	}

	/**
	 * Return the error of the observation.
	 * @return the error, or {@code null} if there was none
	 */
	public @Nullable Throwable observedError() {
		String type = errorType();
		return type.equals(DriveObservationContext.NONE) ? null : ObservedError.of(type, this.failure, this.content);
	}

}
