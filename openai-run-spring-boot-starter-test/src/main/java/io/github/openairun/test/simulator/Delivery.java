package io.github.openairun.test.simulator;

import java.time.Duration;

/**
 * How an answer travels.
 *
 * @param kind what becomes of it
 * @param delay the time until its first byte
 */
record Delivery(Kind kind, Duration delay) {

	static final Delivery WHOLE = new Delivery(Kind.WHOLE, Duration.ZERO);

	static Delivery of(Kind kind) {
		return new Delivery(kind, Duration.ZERO);
	}

	enum Kind {

		/** It arrives. */
		WHOLE,

		/** The connection is closed without a byte. */
		RESET,

		/** Nothing comes, and the connection stays open. */
		SILENT,

		/** The connection is closed after half of the body. */
		TRUNCATED,

		/** It arrives with half of the body. */
		MALFORMED

	}

}
