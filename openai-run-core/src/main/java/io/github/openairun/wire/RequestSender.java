package io.github.openairun.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
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
 * Sends single requests by the {@link RestClient}, and makes those that are sent as it
 * would send them.
 */
final class RequestSender {

	/** How many bytes an answer may have if nobody says otherwise. */
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
				new FailureClassifier(new ErrorReader(scheduler.getClock()), WireIdentity.NONE, true));
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
		return new RequestSender(this.setup, this.credentials,
				new FailureClassifier(this.failures.errors(), identity, this.failures.followsRedirects()));
	}

	RequestSender withoutRedirects() {
		return new RequestSender(this.setup, this.credentials,
				new FailureClassifier(this.failures.errors(), this.failures.identity(), false));
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

	/** Return what makes the requests of streams. */
	StreamOpener opener() {
		return new StreamOpener(this::requestFor, this.failures, this.setup.retryPolicy());
	}

	Attempt attempt(WireRequest request) {
		String key = this.credentials.key(request);
		Answer answer;
		try {
			answer = send(request, key);
		}
		catch (ResourceAccessException ex) {
			Attempt attempt = this.failures.unanswered(request, this.setup.baseUrl().last(), ex);
			return Thread.currentThread().isInterrupted() ? attempt.last() : attempt;
		}
		return (answer.status() >= 200 && answer.status() < 300) ? success(request, answer, key)
				: this.failures.refused(request, answer.uri(), answer.status(), answer.headers(), answer.body(), key);
	}

	private Answer send(WireRequest request, @Nullable String key) {
		Answer answer = send(request, null, key);
		for (int redirects = 0;; redirects++) {
			URI redirected = this.failures.redirected(request.method(), answer.uri(), answer.status(),
					answer.headers().getFirst(HttpHeaders.LOCATION), redirects);
			if (redirected == null) {
				return answer;
			}
			answer = send(request, redirected, key);
		}
	}

	private Answer send(WireRequest request, @Nullable URI redirected, @Nullable String key) {
		return spec(this.setup.restClient(), request, redirected, key, MediaType.APPLICATION_JSON)
			.exchangeForRequiredValue((httpRequest, httpResponse) -> new Answer(httpRequest.getURI(),
					httpResponse.getStatusCode().value(), httpResponse.getHeaders(),
					LimitedBody.read(httpResponse.getBody(), this.setup.maxResponseSize())));
	}

	/**
	 * Describe a request.
	 * @param redirected where to send it, or {@code null} if that is below the base URL
	 */
	private RestClient.RequestBodySpec spec(RestClient restClient, WireRequest request, @Nullable URI redirected,
			@Nullable String key, MediaType... accepted) {
		RestClient.RequestBodySpec spec = restClient.method(request.method())
			// Expanding a template anew for each request costs more than all else here.
			.uri((builder) -> (redirected != null) ? redirected : request.resolve(this.setup.baseUrl().of(builder)))
			.attribute(URI_TEMPLATE, request.uriTemplate())
			.accept(accepted)
			.headers((headers) -> {
				this.failures.identity().headers().forEach(headers::set);
				this.credentials.write(key, headers);
			});
		JsonNode body = request.body();
		if (body != null) {
			spec.contentType(MediaType.APPLICATION_JSON).body(Json.mapper().writeValueAsBytes(body));
		}
		return spec;
	}

	/**
	 * Make a request as it would be sent, with everything that the REST client adds.
	 */
	private RequestCapture requestFor(WireRequest request) {
		String key = this.credentials.key(request);
		return RequestCapture.of(this.setup.capturing().obtain(), key, (restClient) -> spec(restClient, request, null,
				key, MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON));
	}

	private Attempt success(WireRequest request, Answer answer, @Nullable String key) {
		String requestId = answer.headers().getFirst("x-request-id");
		JsonNode body;
		String problem = "the body is not a JSON object";
		try {
			boolean nothingToSay = request.method() == HttpMethod.DELETE && answer.body().length == 0;
			body = nothingToSay ? Json.object() : Json.mapper().readTree(answer.body());
		}
		catch (StreamConstraintsException ex) {
			problem = "the body goes beyond what is read of JSON: " + ex.getOriginalMessage();
			body = null;
		}
		catch (JacksonException ex) {
			// The parser's message quotes the content, so it is not passed on.
			body = null;
		}
		if (body == null || !body.isObject()) {
			RunException failure = new InvalidResponseException(request.endpoint(), requestId, problem, null);
			return Attempt.failed(failure, request.isRepeatable(), !request.isRepeatable(), null);
		}
		int hidden = ErrorReader.hiddenStatus(body);
		if (hidden > 0) {
			return this.failures.refused(request, answer.uri(), hidden, answer.headers(), answer.body(), key);
		}
		Duration pollAfter = ErrorReader.number(answer.headers().getFirst("openai-poll-after-ms"), 1);
		return Attempt.succeeded(new WireResponse(request.endpoint(), body, requestId, pollAfter));
	}

	private record Answer(URI uri, int status, HttpHeaders headers, byte[] body) {
	}

	private record Setup(RestClient restClient, SingletonSupplier<RestClient> capturing, BaseUrl baseUrl,
			RetryPolicy retryPolicy, TaskScheduler scheduler, @Nullable StreamTransport transport,
			int maxResponseSize) {

		static Setup of(RestClient restClient, RetryPolicy retryPolicy, TaskScheduler scheduler) {
			return new Setup(restClient, SingletonSupplier.of(() -> RequestCapture.client(restClient)), new BaseUrl(),
					retryPolicy, scheduler, null, MAX_RESPONSE_SIZE);
		}

		Setup with(StreamTransport transport) {
			return new Setup(this.restClient, this.capturing, this.baseUrl, this.retryPolicy, this.scheduler, transport,
					this.maxResponseSize);
		}

		Setup with(int maxResponseSize) {
			return new Setup(this.restClient, this.capturing, this.baseUrl, this.retryPolicy, this.scheduler,
					this.transport, maxResponseSize);
		}

	}

}
