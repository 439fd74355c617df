package io.github.openairun.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A request factory on the JDK's client for requests and answers that are small: they are
 * kept in memory, and a handful of threads serve all of them. Spring's own needs up to
 * three new threads for each request, to write its body and to watch the time.
 */
final class JdkRequestFactory implements ClientHttpRequestFactory {

	private static final int MAX_THREADS = 8;

	private static final long KEEP_ALIVE_SECONDS = 30;

	/** Set by the JDK's client itself, which takes them from nobody else. */
	private static final Set<String> RESTRICTED = Set.of("connection", "content-length", "expect", "host", "upgrade");

	private final HttpClient client;

	private final @Nullable Duration timeout;

	private JdkRequestFactory(HttpClient client, @Nullable Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	/**
	 * Create a factory whose client is the same that Spring's would have, customizers of
	 * the application included.
	 * @param builder makes Spring's
	 * @param settings the settings of the client; the read time-out is for the beginning
	 * of an answer, and again for the rest
	 */
	static JdkRequestFactory of(JdkClientHttpRequestFactoryBuilder builder, HttpClientSettings settings) {
		HttpClient.Builder client;
		try {
			builder.withHttpClientCustomizer((customized) -> {
				// Spring's own client must not be made: it would have a thread that lives
				// on.
				throw new CustomizedException(customized);
			}).build(settings);
			throw new IllegalStateException("The builder of the JDK's client calls no customizers");
		}
		catch (CustomizedException ex) {
			client = ex.builder;
		}
		Duration timeout = settings.readTimeout();
		return new JdkRequestFactory(client.executor(threads()).build(),
				(timeout != null && timeout.isZero()) ? null : timeout);
	}

	/** Nothing that blocks is done on these threads, so a few do for any load. */
	private static Executor threads() {
		int size = Math.max(2, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
		CustomizableThreadFactory factory = new CustomizableThreadFactory("openai-http-");
		factory.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(size, size, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new Request(uri, httpMethod);
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
		try {
			// Unlike its asynchronous twin this needs no thread of the common pool, which
			// is
			// a new one each time on a machine with two processors.
			return this.client.send(request, (info) -> new TimedBody(this.timeout));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The request was interrupted", ex);
		}
	}

	/**
	 * A request that is sent once its body is complete.
	 */
	private final class Request extends AbstractClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

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
			HttpRequest.Builder request = HttpRequest.newBuilder(this.uri)
				.method(this.method.name(),
						(this.body.size() > 0) ? HttpRequest.BodyPublishers.ofByteArray(this.body.toByteArray())
								: HttpRequest.BodyPublishers.noBody());
			if (!"https".equalsIgnoreCase(this.uri.getScheme())) {
				// Some servers answer a POST that asks for an upgrade with an error.
				request.version(HttpClient.Version.HTTP_1_1);
			}
			if (JdkRequestFactory.this.timeout != null) {
				request.timeout(JdkRequestFactory.this.timeout);
			}
			headers.forEach((name, values) -> {
				if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
					values.forEach((value) -> request.header(name, value));
				}
			});
			return new JdkResponse(send(request.build()));
		}

	}

	/**
	 * Carries a client's builder out of another builder.
	 */
	private static final class CustomizedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient HttpClient.Builder builder;

		private CustomizedException(HttpClient.Builder builder) {
			super(null, null, false, false);
			this.builder = builder;
		}

	}

}
