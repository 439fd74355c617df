package io.github.openairun.wire;

import java.net.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

/**
 * What a server has answered to a request for a stream.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body of an answer that is no stream, otherwise nothing
 */
record StreamAnswer(int status, HttpHeaders headers, byte[] body) {

	@Nullable String header(String name) {
		return this.headers.firstValue(name).orElse(null);
	}

	org.springframework.http.HttpHeaders springHeaders() {
		return HttpMessages.headers(this.headers);
	}

}
