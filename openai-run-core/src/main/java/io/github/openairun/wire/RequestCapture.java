package io.github.openairun.wire;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * A request as a {@link RestClient} would send it: base URL, default headers and what
 * customizers and interceptors add are the same for streams as for everything else.
 * Interceptors see an empty answer with status 200 in the place of the stream.
 */
final class RequestCapture implements ClientHttpRequest {

	private static final String HOLDER = RequestCapture.class.getName() + ".holder";

	private final URI uri;

	private final HttpMethod method;

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private @Nullable String key;

	private RequestCapture(URI uri, HttpMethod method) {
		this.uri = uri;
		this.method = method;
	}

	/**
	 * Return a client that makes requests as the given one does, and sends none.
	 */
	static RestClient client(RestClient restClient) {
		return restClient.mutate()
			.requestFactory(RequestCapture::new)
			.observationRegistry(ObservationRegistry.NOOP)
			.build();
	}

	/**
	 * Make a request.
	 * @param restClient a client that sends none
	 * @param key the key that the request carries, which nobody may see
	 * @param spec describes the request
	 */
	static RequestCapture of(RestClient restClient, @Nullable String key,
			Function<RestClient, RestClient.RequestBodySpec> spec) {
		AtomicReference<@Nullable RequestCapture> holder = new AtomicReference<>();
		spec.apply(restClient).attribute(HOLDER, holder).exchangeForRequiredValue((request, response) -> true);
		RequestCapture captured = holder.get();
		Assert.state(captured != null, "An interceptor of the RestClient kept a request that is to be streamed");
		captured.key = key;
		captured.attributes.remove(HOLDER);
		return captured;
	}

	/** Return the request for the JDK's client. */
	java.net.http.HttpRequest toHttpRequest() {
		return HttpMessages.request(this.uri, this.method, this.headers, this.body.toByteArray()).build();
	}

	@Nullable String key() {
		return this.key;
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
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public OutputStream getBody() {
		return this.body;
	}

	@Override
	@SuppressWarnings("unchecked")
	public ClientHttpResponse execute() {
		if (this.attributes.get(HOLDER) instanceof AtomicReference<?> holder) {
			((AtomicReference<@Nullable RequestCapture>) holder).set(this);
		}
		return BufferedResponse.head(HttpStatus.OK, new HttpHeaders());
	}

}
