package io.github.openairun.test.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with a stream.
 *
 * @param kind what it is
 * @param after the number of events that have been sent before
 * @param event an event that the server adds, or {@code null} for the wire's own
 */
record StreamFault(Kind kind, int after, @Nullable StreamEvent event) {

	static StreamFault of(Kind kind) {
		return new StreamFault(kind, 0, null);
	}

	enum Kind {

		/** The connection breaks. */
		CUT,

		/** The connection breaks in the middle of the next event. */
		CUT_WITHIN,

		/** Nothing more comes, and the connection stays open. */
		STALL,

		/** The body ends properly. */
		END,

		/** An error event comes, and the body ends. */
		ERROR,

		/** An event comes that does not belong there, and all others follow. */
		EXTRA,

		/** The data of the next event is no JSON. */
		MALFORMED,

		/** All events: no space after the colons. */
		NO_SPACES,

		/** All events: a comment before each. */
		COMMENTS,

		/** All events: an event of an unknown type before each. */
		UNKNOWN_EVENTS,

		/** All deltas: their id is null. */
		NULL_IDS

	}

}
