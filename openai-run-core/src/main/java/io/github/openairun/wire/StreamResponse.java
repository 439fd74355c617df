package io.github.openairun.wire;

import java.net.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

/**
 * The response to a request for a stream.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body of a response that is no stream, otherwise empty
 */
record StreamResponse(int status, HttpHeaders headers, byte[] body) {

	@Nullable String header(String name) {
		return this.headers.firstValue(name).orElse(null);
	}

	org.springframework.http.HttpHeaders springHeaders() {
		return HttpMessages.headers(this.headers);
	}

}
