package io.github.openairun.test.simulator;

import java.util.Map;

/**
 * An answer of the simulated server.
 *
 * @param status the HTTP status, or {@link #DROPPED} if the connection is to be closed
 * without an answer
 * @param headers the headers beside the content type
 * @param body the body
 */
record ApiAnswer(int status, Map<String, String> headers, String body) {

	static final int DROPPED = 0;

	static ApiAnswer dropped() {
		return new ApiAnswer(DROPPED, Map.of(), "");
	}

}
