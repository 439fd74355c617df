package io.github.openairun.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * The request of a stream as a {@link RestClient} builds it: base URL, default headers,
 * and everything that customizers and interceptors add. A {@link Sender} sends it, and
 * the interceptors receive the status and the headers of its response.
 */
final class StreamRequest implements ClientHttpRequest {

	private static final String EXECUTION = StreamRequest.class.getName() + ".execution";

	private final URI uri;

	private final HttpMethod method;

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final BodyBuffer body = new BodyBuffer();

	private StreamRequest(URI uri, HttpMethod method) {
		this.uri = uri;
		this.method = method;
	}

	/** Return the request for the JDK's client. */
	java.net.http.HttpRequest toHttpRequest() {
		return HttpMessages.request(this.uri, this.method, this.headers, this.body).build();
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
	public ClientHttpResponse execute() throws IOException {
		Object execution = this.attributes.remove(EXECUTION);
		Assert.state(execution instanceof Sender, "The request is not the request of a stream");
		return ((Sender) execution).execute(this);
	}

	/**
	 * Sends the request of a stream.
	 */
	@FunctionalInterface
	interface Sender {

		/**
		 * Send the request. Interceptors of the RestClient may do this several times.
		 * @param request the request
		 * @return status and headers of the response, and its body unless it is a stream
		 * @throws IOException if there is no response
		 */
		ClientHttpResponse execute(StreamRequest request) throws IOException;

	}

	/**
	 * A {@link RestClient} that builds the requests of streams.
	 *
	 * @param restClient builds the requests
	 * @param hasInterceptors whether it has interceptors, which receive the response
	 */
	record Client(RestClient restClient, boolean hasInterceptors) {

		/**
		 * Create a client that builds requests as another one does.
		 * @param restClient the other client
		 */
		static Client of(RestClient restClient) {
			List<ClientHttpRequestInterceptor> interceptors = new ArrayList<>();
			RestClient client = restClient.mutate()
				.requestFactory(StreamRequest::new)
				.observationRegistry(ObservationRegistry.NOOP)
				.requestInterceptors(interceptors::addAll)
				.build();
			return new Client(client, !interceptors.isEmpty());
		}

		/** Put what sends a request into its attributes. */
		static void prepare(RestClient.RequestBodySpec request, Sender execution) {
			request.attribute(EXECUTION, execution);
		}

	}

}
