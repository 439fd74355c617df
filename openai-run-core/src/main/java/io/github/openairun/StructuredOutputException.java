package io.github.openairun;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The reply of a run is not a value of the requested type.
 *
 * @since 0.1.0
 */
public class StructuredOutputException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	/**
	 * Create an exception.
	 * @param run the run
	 * @param problem what is wrong, without the reply's content
	 * @param cause the cause, or {@code null}
	 */
	public StructuredOutputException(Run run, String problem, @Nullable Throwable cause) {
		super("Run '" + LogText.of(run.id()) + "' has no value: " + problem, cause);
		this.run = run;
	}

	public Run run() {
		return this.run;
	}

}
