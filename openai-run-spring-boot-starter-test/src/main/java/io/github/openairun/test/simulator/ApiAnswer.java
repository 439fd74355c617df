package io.github.openairun.test.simulator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the simulated server.
 *
 * @param status the HTTP status, or {@link #NONE} if there is no answer
 * @param headers the headers beside the content type
 * @param body the body, empty if it is streamed
 * @param stream the streamed body, if it is one
 * @param delivery how it travels
 */
record ApiAnswer(int status, Map<String, String> headers, String body, @Nullable StreamedBody stream,
		Transmission delivery) {

	static final int NONE = 0;

	ApiAnswer(int status, Map<String, String> headers, String body) {
		this(status, headers, body, null, Transmission.WHOLE);
	}

	static ApiAnswer none(Transmission delivery) {
		return new ApiAnswer(NONE, Map.of(), "", null, delivery);
	}

	ApiAnswer withHeaders(Map<String, String> headers) {
		return new ApiAnswer(this.status, headers, this.body, this.stream, this.delivery);
	}

	ApiAnswer withBody(String body) {
		return new ApiAnswer(this.status, this.headers, body, this.stream, this.delivery);
	}

	ApiAnswer withStream(StreamedBody stream) {
		return new ApiAnswer(this.status, this.headers, this.body, stream, this.delivery);
	}

	ApiAnswer withDelivery(Transmission delivery) {
		return new ApiAnswer(this.status, this.headers, this.body, this.stream, delivery);
	}

	/**
	 * Returns the body, of a streamed one what has been sent so far.
	 */
	String sent() {
		return (this.stream != null) ? this.stream.sent() : this.body;
	}

}
