package io.github.openairun;

/**
 * Too many runs are executed at once already; nothing was sent to the server.
 *
 * @since 0.1.0
 */
public class RunRejectedException extends RunException {

	private static final long serialVersionUID = 1;

	/**
	 * Create an exception.
	 * @param reason why the run is not taken, and what to do about it
	 */
	public RunRejectedException(String reason) {
		super("The run is not taken: " + reason, null);
	}

}
