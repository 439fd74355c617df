package io.github.openairun;

/**
 * The wire in use does not support the operation; {@link RunCapabilities} lists what it
 * supports.
 *
 * @since 0.1.0
 */
public class UnsupportedRunOperationException extends RunException {

	private static final long serialVersionUID = 1;

	private final RunCapability capability;

	public UnsupportedRunOperationException(String wire, RunCapability capability, String reason) {
		super("Wire '" + wire + "' does not support " + capability + ": " + reason, null);
		this.capability = capability;
	}

	public RunCapability capability() {
		return this.capability;
	}

}
