package io.github.openairun.test.simulator;

import java.time.Duration;

/**
 * How an answer travels.
 *
 * @param kind what becomes of it
 * @param delay the time until its first byte
 */
record Transmission(Kind kind, Duration delay) {

	static final Transmission WHOLE = new Transmission(Kind.WHOLE, Duration.ZERO);

	static Transmission of(Kind kind) {
		return new Transmission(kind, Duration.ZERO);
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
