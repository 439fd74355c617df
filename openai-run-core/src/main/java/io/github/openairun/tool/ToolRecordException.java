package io.github.openairun.tool;

import org.springframework.util.Assert;

/**
 * A call cannot be recorded. The round ends with the cause, and the model is told
 * nothing.
 *
 * @since 0.1.0
 */
public final class ToolRecordException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final RuntimeException failure;

	/**
	 * Create an exception.
	 * @param failure what the drive of the run ends with
	 */
	public ToolRecordException(RuntimeException failure) {
		super(failure);
		Assert.notNull(failure, "'failure' must not be null");
		this.failure = failure;
	}

	/**
	 * Return what the drive of the run ends with.
	 * @return the failure
	 */
	public RuntimeException failure() {
		return this.failure;
	}

}
