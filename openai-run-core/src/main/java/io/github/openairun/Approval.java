package io.github.openairun;

/**
 * Whether a person must approve the calls of a tool before its handler is called.
 *
 * @since 0.1.0
 */
public enum Approval {

	/** The handler is called at once. */
	NOT_REQUIRED,

	/** The call waits until it is decided with {@link ToolApprovals}. */
	REQUIRED

}
