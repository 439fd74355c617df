package io.github.openairun.wire;

import io.github.openairun.Run;

/**
 * What a server tells about a submission of tool outputs whose answer was lost.
 */
public sealed interface SubmissionTrace {

	/**
	 * The outputs have arrived.
	 *
	 * @param run the run as it goes on
	 */
	record Arrived(Run run) implements SubmissionTrace {
	}

	/**
	 * The outputs have not arrived so far, and submitting them again does no harm: the
	 * server takes them once at most.
	 */
	record Absent() implements SubmissionTrace {
	}

	/**
	 * The server cannot tell yet; look again later, and do not submit again before it
	 * can.
	 */
	record Undecided() implements SubmissionTrace {
	}

}
