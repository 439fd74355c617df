package io.github.openairun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * An answer of the JDK's client that has come as a whole.
 */
final class JdkResponse implements ClientHttpResponse {

	private final HttpResponse<byte[]> response;

	private final HttpHeaders headers = new HttpHeaders();

	JdkResponse(HttpResponse<byte[]> response) {
		this.response = response;
		response.headers().map().forEach(this.headers::addAll);
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.response.statusCode());
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
		return new ByteArrayInputStream(this.response.body());
	}

	@Override
	public void close() {
		// nothing is held
	}

}
