package io.github.openairun;

/**
 * A run has no reply, because it ended otherwise than completed.
 */
public class RunNotCompletedException extends RunException {

	private static final long serialVersionUID = 1;

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
		StringBuilder text = new StringBuilder("Run '").append(run.id())
			.append("' has no reply: its status is '")
			.append(run.statusText())
			.append('\'');
		RunError error = run.lastError();
		if (error != null) {
			text.append(", code '").append(error.code()).append("': ").append(error.message());
		}
		if (run.incompleteReason() != null) {
			text.append(", reason '").append(run.incompleteReason()).append('\'');
		}
		return text.toString();
	}

}
