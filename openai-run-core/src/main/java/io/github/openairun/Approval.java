package io.github.openairun;

/**
 * Whether a person must approve the calls of a tool before its handler is called.
 */
public enum Approval {

	/** The handler is called at once. */
	NOT_REQUIRED,

	/** The call waits until it is decided with {@link ToolApprovals}. */
	REQUIRED

}
