package io.github.openairun.test.simulator;

import java.util.Locale;

/**
 * The statuses of a run on wire Assistants v2 and, but for three of them, of a response.
 */
enum SimulatedRunStatus {

	QUEUED, IN_PROGRESS, REQUIRES_ACTION, CANCELLING, CANCELLED, FAILED, COMPLETED, INCOMPLETE, EXPIRED;

	boolean ended() {
		return compareTo(CANCELLED) >= 0;
	}

	/**
	 * Returns whether the model is at work.
	 */
	boolean works() {
		return this == QUEUED || this == IN_PROGRESS;
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
