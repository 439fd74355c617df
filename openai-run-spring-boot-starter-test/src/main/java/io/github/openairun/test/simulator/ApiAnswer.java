package io.github.openairun.test.simulator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the simulated server.
 *
 * @param status the HTTP status, or {@link #DROPPED} if the connection is to be closed
 * without an answer
 * @param headers the headers beside the content type
 * @param body the body, empty if it is streamed
 * @param stream the streamed body, if it is one
 */
record ApiAnswer(int status, Map<String, String> headers, String body, @Nullable EventStream stream) {

	static final int DROPPED = 0;

	ApiAnswer(int status, Map<String, String> headers, String body) {
		this(status, headers, body, null);
	}

	static ApiAnswer dropped() {
		return new ApiAnswer(DROPPED, Map.of(), "");
	}

	ApiAnswer withHeaders(Map<String, String> headers) {
		return new ApiAnswer(this.status, headers, this.body, this.stream);
	}

	/**
	 * Returns the body, of a streamed one what has been sent so far.
	 */
	String sent() {
		return (this.stream != null) ? this.stream.sent() : this.body;
	}

}
