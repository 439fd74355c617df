package io.github.openairun.wire;

import java.util.List;

import io.github.openairun.Message;
import io.github.openairun.Run;

/**
 * The outcome of a request that creates a run or submits tool outputs, and whose response
 * was lost.
 *
 * @since 0.1.0
 */
public sealed interface RequestTrace {

	/**
	 * It was done.
	 *
	 * @param run the run as it is now
	 */
	record Found(Run run) implements RequestTrace {
	}

	/**
	 * It was not done so far, and doing it again does no harm: the server does it once at
	 * most.
	 */
	record Absent() implements RequestTrace {
	}

	/**
	 * The outcome is not known yet: check again later, and repeat nothing before.
	 */
	record Undecided() implements RequestTrace {
	}

	/**
	 * It cannot be found out.
	 *
	 * @param tail the newest messages of the thread, oldest first; empty if not known
	 */
	record Unknowable(List<Message> tail) implements RequestTrace {

		public Unknowable {
			tail = List.copyOf(tail);
		}

	}

}
