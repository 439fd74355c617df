package io.github.openairun.wire;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Translates between Spring's messages and those of the JDK's client.
 */
final class HttpMessages {

	/** Headers that only the JDK's client itself may set. */
	private static final Set<String> RESTRICTED = Set.of("connection", "content-length", "expect", "host", "upgrade");

	private HttpMessages() {
	}

	/**
	 * Start to build a request. Without TLS it uses HTTP/1.1: some servers respond with
	 * an error to a POST that requests an upgrade.
	 */
	static HttpRequest.Builder request(URI uri, HttpMethod method, HttpHeaders headers, BodyBuffer body) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(uri).method(method.name(), body.publisher());
		if (!"https".equalsIgnoreCase(uri.getScheme())) {
			builder.version(HttpClient.Version.HTTP_1_1);
		}
		headers.forEach((name, values) -> {
			if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> builder.header(name, value));
			}
		});
		return builder;
	}

	static HttpHeaders headers(java.net.http.HttpHeaders received) {
		HttpHeaders headers = new HttpHeaders();
		received.map().forEach(headers::addAll);
		return headers;
	}

}
