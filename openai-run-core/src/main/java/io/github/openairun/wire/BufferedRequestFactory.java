package io.github.openairun.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request factory on the JDK's client for requests and responses that fit into memory,
 * as all of a wire's do: no further thread writes a body, reads one, or watches the time
 * of a single request. As with Spring's own factory, responses may be compressed, and the
 * timeout applies to the whole response.
 */
final class BufferedRequestFactory implements ClientHttpRequestFactory {

	/** RFC 9110, gzip coding: the second is the same by an older name. */
	private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

	private final StreamTransport transport;

	private final Duration timeout;

	/**
	 * Create a factory.
	 * @param transport has the client and the timer
	 * @param timeout the longest time from the request to the end of the response; 0 for
	 * no limit
	 */
	BufferedRequestFactory(StreamTransport transport, Duration timeout) {
		this.transport = transport;
		this.timeout = timeout;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new Request(uri, httpMethod);
	}

	private ClientHttpResponse send(HttpRequest.Builder builder) throws IOException {
		TimedBody body = new TimedBody(this.transport.timeouts(), this.timeout,
				this.transport.settings().maxResponseSize());
		if (!this.timeout.isZero()) {
			builder.timeout(this.timeout);
		}
		try {
			// On a machine with two processors the asynchronous method starts a thread
			// for each response.
			return unpacked(this.transport.client().send(builder.build(), body));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The request was interrupted", ex);
		}
		catch (IOException ex) {
			IOException expired = body.expired();
			throw (expired != null) ? expired : ex;
		}
		finally {
			body.cancelTimeout();
		}
	}

	private ClientHttpResponse unpacked(HttpResponse<byte[]> response) throws IOException {
		HttpHeaders headers = HttpMessages.headers(response.headers());
		byte[] body = response.body();
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding != null && GZIP.contains(encoding.toLowerCase(Locale.ROOT)) && body.length > 0) {
			try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
				body = LimitedBody.read(unpacked, this.transport.settings().maxResponseSize());
			}
			headers.remove(HttpHeaders.CONTENT_ENCODING);
			headers.remove(HttpHeaders.CONTENT_LENGTH);
		}
		return new BufferedResponse(HttpStatusCode.valueOf(response.statusCode()), headers, body);
	}

	/**
	 * A request that is sent once its body is complete.
	 */
	private final class Request extends AbstractClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		private final BodyBuffer body = new BodyBuffer();

		private Request(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return this.body;
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			HttpRequest.Builder builder = HttpMessages.request(this.uri, this.method, headers, this.body);
			if (!headers.containsHeader(HttpHeaders.ACCEPT_ENCODING)) {
				builder.header(HttpHeaders.ACCEPT_ENCODING, "gzip");
			}
			return send(builder);
		}

	}

}
