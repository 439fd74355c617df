package io.github.openairun.test.simulator;

/**
 * The HTTP protocols that the simulator speaks.
 *
 * @since 0.1.0
 */
public enum Wire {

	/**
	 * Conversations and responses.
	 */
	RESPONSES,

	/**
	 * Assistants v2: assistants, threads, messages, runs and steps.
	 */
	ASSISTANTS

}
