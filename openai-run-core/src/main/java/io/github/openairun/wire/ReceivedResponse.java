package io.github.openairun.wire;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response whose body is in memory.
 *
 * @param uri the address that responded
 * @param status the HTTP status
 * @param headers the headers
 * @param body the decoded body; empty if it is a stream, which is read elsewhere
 */
record ReceivedResponse(URI uri, int status, HttpHeaders headers, byte[] body) {

	/**
	 * Read a response of a RestClient.
	 * @param maxSize how many bytes the body may have
	 */
	static ReceivedResponse read(HttpRequest request, ClientHttpResponse response, int maxSize) throws IOException {
		return new ReceivedResponse(request.getURI(), response.getStatusCode().value(), response.getHeaders(),
				LimitedBody.read(response.getBody(), maxSize));
	}

	boolean isSuccessful() {
		return this.status >= 200 && this.status < 300;
	}

	boolean isJson() {
		return isJson(header("content-type"));
	}

	/** Whoever answers with a page for people has not acted on the request. */
	boolean isWebPage() {
		String type = header("content-type");
		return (type != null && type.toLowerCase(Locale.ROOT).contains("html")) || (!isJson() && beginsWithTag());
	}

	private boolean beginsWithTag() {
		for (byte character : this.body) {
			if (!Character.isWhitespace(character)) {
				return character == '<';
			}
		}
		return false;
	}

	static boolean isJson(@Nullable String contentType) {
		return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("json");
	}

	@Nullable String requestId() {
		return header("x-request-id");
	}

	@Nullable String header(String name) {
		return this.headers.getFirst(name);
	}

	/** Return the response as the interceptors of a RestClient receive it. */
	ClientHttpResponse toClientResponse() {
		return new BufferedResponse(HttpStatusCode.valueOf(this.status), this.headers, this.body);
	}

}
