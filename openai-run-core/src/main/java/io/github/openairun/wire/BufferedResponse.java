package io.github.openairun.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response whose body is kept in memory.
 */
record BufferedResponse(HttpStatusCode status, HttpHeaders headers, byte[] body) implements ClientHttpResponse {

	/** Create a response without a body. */
	static BufferedResponse head(HttpStatusCode status, HttpHeaders headers) {
		return new BufferedResponse(status, headers, new byte[0]);
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public String getStatusText() {
		return "";
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.body);
	}

	@Override
	public void close() {
	}

}
