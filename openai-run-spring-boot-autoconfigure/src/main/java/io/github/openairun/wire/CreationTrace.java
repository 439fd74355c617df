package io.github.openairun.wire;

import java.util.List;

import io.github.openairun.Message;
import io.github.openairun.Run;

/**
 * What a server tells about the creation of a run whose answer was lost.
 */
public sealed interface CreationTrace {

	/**
	 * The run was created.
	 *
	 * @param run the run as it is now
	 */
	record Found(Run run) implements CreationTrace {
	}

	/**
	 * The run was not created so far, and creating it again does no harm.
	 */
	record Absent() implements CreationTrace {
	}

	/**
	 * The server cannot tell yet; look again later, and do not create the run again
	 * before it can.
	 */
	record Undecided() implements CreationTrace {
	}

	/**
	 * It cannot be found out.
	 *
	 * @param tail the newest messages of the thread, oldest first; empty if not known
	 */
	record Unknowable(List<Message> tail) implements CreationTrace {

		public Unknowable {
			tail = List.copyOf(tail);
		}

	}

}
