package io.github.openairun.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;

/**
 * Sends single requests by the {@link RestClient}, and opens streams with the requests
 * that it builds.
 */
final class RequestSender {

	/** The default limit for the size of a response, in bytes. */
	static final int MAX_RESPONSE_SIZE = 64 * 1024 * 1024;

	/** Where a RestClient notes the template for observations. */
	static final String URI_TEMPLATE = RestClient.class.getName() + ".uriTemplate";

	private final Setup setup;

	private final Credentials credentials;

	private final FailureClassifier failures;

	private RequestSender(Setup setup, Credentials credentials, FailureClassifier failures) {
		this.setup = setup;
		this.credentials = credentials;
		this.failures = failures;
	}

	static RequestSender of(RestClient restClient, Credentials credentials, RetryPolicy retryPolicy,
			TaskScheduler scheduler) {
		return new RequestSender(Setup.of(RedirectGuard.guard(restClient), retryPolicy, scheduler), credentials,
				new FailureClassifier(new ErrorReader(scheduler.getClock()), WireIdentity.NONE, true,
						PropertyNames.DEFAULT));
	}

	RequestSender withKey(ApiKeySupplier apiKeys) {
		return new RequestSender(this.setup, this.credentials.withSupplier(apiKeys), this.failures);
	}

	RequestSender withKeyHeader(String header) {
		return new RequestSender(this.setup, this.credentials.withHeader(header), this.failures);
	}

	RequestSender withContext(Map<String, Object> context) {
		return new RequestSender(this.setup, this.credentials.withContext(context), this.failures);
	}

	RequestSender withStreams(StreamTransport transport) {
		return new RequestSender(this.setup.with(transport), this.credentials, this.failures);
	}

	RequestSender withMaxResponseSize(int maxResponseSize) {
		return new RequestSender(this.setup.with(maxResponseSize), this.credentials, this.failures);
	}

	RequestSender withIdentity(WireIdentity identity) {
		return new RequestSender(this.setup, this.credentials, this.failures.with(identity));
	}

	RequestSender withoutRedirects() {
		return new RequestSender(this.setup, this.credentials, this.failures.withoutRedirects());
	}

	RequestSender withNames(PropertyNames names) {
		return new RequestSender(this.setup, this.credentials, this.failures.with(names));
	}

	RetryPolicy retryPolicy() {
		return this.setup.retryPolicy();
	}

	TaskScheduler scheduler() {
		return this.setup.scheduler();
	}

	@Nullable StreamTransport transport() {
		return this.setup.transport();
	}

	FailureClassifier failures() {
		return this.failures;
	}

	@Nullable String key(WireRequest request) {
		return this.credentials.key(request);
	}

	/** Return whether the RestClient has interceptors, which receive each response. */
	boolean hasInterceptors() {
		return this.setup.streams().obtain().hasInterceptors();
	}

	/**
	 * Open a stream with the request that the RestClient builds.
	 * @param execution sends the request; interceptors may do this several times
	 * @return the response that the RestClient has received from its interceptors or, if
	 * it has none, from the execution
	 */
	ReceivedResponse open(WireRequest request, @Nullable String key, StreamRequest.Sender execution) {
		RestClient.RequestBodySpec spec = spec(this.setup.streams().obtain().restClient(), request, null, key,
				MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON);
		StreamRequest.Client.prepare(spec, execution);
		return spec.exchangeForRequiredValue((httpRequest, httpResponse) -> ReceivedResponse.read(httpRequest,
				httpResponse, this.setup.maxResponseSize()));
	}

	Attempt attempt(WireRequest request) {
		String key = this.credentials.key(request);
		ReceivedResponse response;
		try {
			response = send(request, key);
		}
		catch (ResourceAccessException ex) {
			Attempt attempt = this.failures.unanswered(request, this.setup.baseUrl().last(), reason(ex));
			return Thread.currentThread().isInterrupted() ? attempt.last() : attempt;
		}
		return response.isSuccessful() ? success(request, response, key) : this.failures.refused(request,
				response.uri(), response.status(), response.headers(), response.body(), key);
	}

	/**
	 * Return the reason without Spring's message, which repeats the address with its ids.
	 */
	private static Throwable reason(ResourceAccessException failure) {
		return (failure.getCause() != null) ? failure.getCause() : failure;
	}

	private ReceivedResponse send(WireRequest request, @Nullable String key) {
		ReceivedResponse response = send(request, null, key);
		for (int redirects = 0;; redirects++) {
			URI redirected = this.failures.redirected(request.method(), response.uri(), response.status(),
					response.headers().getFirst(HttpHeaders.LOCATION), redirects);
			if (redirected == null) {
				return response;
			}
			response = send(request, redirected, key);
		}
	}

	private ReceivedResponse send(WireRequest request, @Nullable URI redirected, @Nullable String key) {
		return spec(this.setup.restClient(), request, redirected, key, MediaType.APPLICATION_JSON)
			.exchangeForRequiredValue((httpRequest, httpResponse) -> ReceivedResponse.read(httpRequest, httpResponse,
					this.setup.maxResponseSize()));
	}

	/**
	 * Describe a request.
	 * @param redirected where to send it, or {@code null} if that is below the base URL
	 */
	private RestClient.RequestBodySpec spec(RestClient restClient, WireRequest request, @Nullable URI redirected,
			@Nullable String key, MediaType... accepted) {
		RestClient.RequestBodySpec spec = restClient.method(request.method())
			// Expanding a template for each request would cost more than everything else
			// here.
			.uri((builder) -> (redirected != null) ? redirected : request.resolve(this.setup.baseUrl().of(builder)))
			.attribute(URI_TEMPLATE, request.uriTemplate())
			.accept(accepted)
			.headers((headers) -> {
				this.failures.identity().headers().forEach(headers::set);
				this.credentials.write(key, headers);
			});
		JsonNode body = request.body();
		if (body != null) {
			BodyBuffer json = BodyBuffer.of(body);
			spec.contentType(MediaType.APPLICATION_JSON)
				.contentLength(json.length())
				.body((StreamingHttpOutputMessage.Body) json::writeTo);
		}
		return spec;
	}

	private Attempt success(WireRequest request, ReceivedResponse response, @Nullable String key) {
		String requestId = response.headers().getFirst("x-request-id");
		JsonNode body;
		String problem = "the body is not a JSON object";
		try {
			boolean nothingToSay = request.method() == HttpMethod.DELETE && response.body().length == 0;
			body = nothingToSay ? Json.object() : Json.mapper().readTree(response.body());
		}
		catch (StreamConstraintsException ex) {
			problem = "the body exceeds the limits for JSON: " + ex.getOriginalMessage();
			body = null;
		}
		catch (OutOfMemoryError ex) {
			problem = "the body of " + response.body().length
					+ " bytes does not fit into the memory: 'openai.max-response-size' can refuse it before";
			body = null;
		}
		catch (JacksonException ex) {
			// The parser's message quotes the content, so it is not passed on.
			body = null;
		}
		if ((body == null || !body.isObject()) && response.isWebPage()) {
			return this.failures.webPage(request, response);
		}
		if (body == null || !body.isObject()) {
			RunException failure = new InvalidResponseException(request.endpoint(), requestId, problem, null);
			return Attempt.failed(failure, request.isRepeatable(), !request.isRepeatable(), null);
		}
		int hidden = ErrorReader.hiddenStatus(body);
		if (hidden > 0) {
			return this.failures.refused(request, response.uri(), hidden, response.headers(), response.body(), key);
		}
		Duration pollAfter = ErrorReader.number(response.headers().getFirst("openai-poll-after-ms"), 1);
		return Attempt.succeeded(new WireResponse(request.endpoint(), body, requestId, pollAfter));
	}

	private record Setup(RestClient restClient, SingletonSupplier<StreamRequest.Client> streams, BaseUrl baseUrl,
			RetryPolicy retryPolicy, TaskScheduler scheduler, @Nullable StreamTransport transport,
			int maxResponseSize) {

		static Setup of(RestClient restClient, RetryPolicy retryPolicy, TaskScheduler scheduler) {
			return new Setup(restClient, SingletonSupplier.of(() -> StreamRequest.Client.of(restClient)), new BaseUrl(),
					retryPolicy, scheduler, null, MAX_RESPONSE_SIZE);
		}

		Setup with(StreamTransport transport) {
			return new Setup(this.restClient, this.streams, this.baseUrl, this.retryPolicy, this.scheduler, transport,
					this.maxResponseSize);
		}

		Setup with(int maxResponseSize) {
			return new Setup(this.restClient, this.streams, this.baseUrl, this.retryPolicy, this.scheduler,
					this.transport, maxResponseSize);
		}

	}

}
