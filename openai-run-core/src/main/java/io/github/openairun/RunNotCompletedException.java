package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * A run has no reply, because it ended otherwise than completed.
 *
 * @since 0.1.0
 */
public class RunNotCompletedException extends RunException {

	private static final long serialVersionUID = 1;

	private static final int MAX_REASON = 1000;

	private final Run run;

	public RunNotCompletedException(Run run) {
		super(describe(run), null);
		this.run = run;
	}

	/**
	 * Return the last snapshot of the run.
	 * @return the run
	 */
	public Run run() {
		return this.run;
	}

	private static String describe(Run run) {
		StringBuilder text = new StringBuilder("Run '").append(LogText.of(run.id()))
			.append("' has no reply: its status is '")
			.append(LogText.of(run.statusText()))
			.append('\'');
		RunError error = run.lastError();
		if (error != null) {
			text.append(", code '")
				.append(LogText.of(error.code()))
				.append("': ")
				.append(LogText.of(error.message(), MAX_REASON));
		}
		if (run.incompleteReason() != null) {
			text.append(", reason '").append(LogText.of(run.incompleteReason())).append('\'');
		}
		return text.toString();
	}

}
