package io.github.openairun;

/**
 * The promise of an output that follows later. A {@link ToolHandler} method that returns
 * nothing may declare a parameter of this type, gives the {@link #token()} away, and
 * returns; the run waits, without a thread, until {@link DeferredOutputs} completes it.
 *
 * <pre class="code">
 * &#064;ToolHandler(description = "Orders a credit report")
 * void creditReport(String customer, DeferredOutput output) {
 * 	this.agency.order(customer, output.token());
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class DeferredOutput {

	private final String token;

	/**
	 * Create a promise, as the engine or a test does.
	 * @param token the token
	 */
	public DeferredOutput(String token) {
		this.token = Check.hasText(token, "token");
	}

	/**
	 * Return what {@link DeferredOutputs} accepts the output for: code that has it can
	 * complete the call. It cannot be guessed, and is not stored.
	 * @return 43 letters, digits, {@code -} and {@code _}
	 */
	public String token() {
		return this.token;
	}

	/**
	 * Leaves the token out.
	 */
	@Override
	public String toString() {
		return "DeferredOutput";
	}

}
