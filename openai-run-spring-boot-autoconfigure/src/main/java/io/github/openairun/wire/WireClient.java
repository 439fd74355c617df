package io.github.openairun.wire;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.ApiKeySupplier;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.WireNotServedException;

/**
 * Sends the requests of a wire, and repeats those that may be repeated.
 * <p>
 * A request that is not repeatable is sent again only if the server surely did not act on
 * it: no connection, 409, 429, or 503 with {@code retry-after}. If it may have acted, the
 * request ends in {@link RunOutcomeUnknownException}, whatever {@code x-should-retry}
 * says.
 */
public final class WireClient {

	private static final Log logger = LogFactory.getLog(WireClient.class);

	private final RestClient restClient;

	private final Credentials credentials;

	private final RetryPolicy retryPolicy;

	private final Sleeper sleeper;

	private final ErrorReader errors;

	private final WireIdentity identity;

	private final boolean retrying;

	/**
	 * Create a client.
	 * @param restClient sends the requests; it knows the base URL
	 * @param apiKeySupplier supplies the key, sent as a bearer token, or {@code null} to
	 * send none
	 * @param retryPolicy how requests are repeated
	 * @param sleeper waits between attempts
	 * @param clock reads dates of {@code retry-after}
	 */
	public WireClient(RestClient restClient, @Nullable ApiKeySupplier apiKeySupplier, RetryPolicy retryPolicy,
			Sleeper sleeper, Clock clock) {
		this(restClient, new Credentials(apiKeySupplier, null, Map.of()), retryPolicy, sleeper, new ErrorReader(clock),
				new WireIdentity("none", "", Map.of()), true);
		Assert.notNull(restClient, "'restClient' must not be null");
	}

	private WireClient(RestClient restClient, Credentials credentials, RetryPolicy retryPolicy, Sleeper sleeper,
			ErrorReader errors, WireIdentity identity, boolean retrying) {
		this.restClient = restClient;
		this.credentials = credentials;
		this.retryPolicy = retryPolicy;
		this.sleeper = sleeper;
		this.errors = errors;
		this.identity = identity;
		this.retrying = retrying;
	}

	/**
	 * Return the same client with another API key.
	 * @param apiKey the key, not blank
	 * @return the client
	 */
	public WireClient withApiKey(String apiKey) {
		Assert.hasText(apiKey, "'apiKey' must not be empty");
		return with(this.credentials.withSupplier((request) -> apiKey));
	}

	/**
	 * Return the same client, which sends its key in a header of its own instead of as a
	 * bearer token.
	 * @param header the header's name, such as {@code api-key} on Azure
	 * @return the client
	 */
	public WireClient withKeyHeader(String header) {
		Assert.hasText(header, "'header' must not be empty");
		return with(this.credentials.withHeader(header));
	}

	public WireClient withContext(Map<String, Object> context) {
		return with(this.credentials.withContext(context));
	}

	private WireClient with(Credentials credentials) {
		return new WireClient(this.restClient, credentials, this.retryPolicy, this.sleeper, this.errors, this.identity,
				this.retrying);
	}

	/**
	 * Return the same client, which sends each request once.
	 * @return the client; it throws {@link RepeatableException} where this one would send
	 * a request again
	 */
	public WireClient withoutRetries() {
		return new WireClient(this.restClient, this.credentials, this.retryPolicy, this.sleeper, this.errors,
				this.identity, false);
	}

	/**
	 * Return the same client, which presents itself as one wire.
	 * @param wire the wire's name
	 * @param remedy what to do if the base URL does not serve the wire, as a sentence
	 * @param headers headers of every request
	 * @return the client
	 */
	public WireClient forWire(String wire, String remedy, Map<String, String> headers) {
		return new WireClient(this.restClient, this.credentials, this.retryPolicy, this.sleeper, this.errors,
				new WireIdentity(wire, remedy, new LinkedHashMap<>(headers)), this.retrying);
	}

	/**
	 * Send a request and return its answer.
	 * @param request the request
	 * @return the answer, a JSON object
	 */
	public WireResponse exchange(WireRequest request) {
		for (int retry = 0;; retry++) {
			Attempt attempt = attempt(request);
			if (attempt.response() != null) {
				return attempt.response();
			}
			if (!this.retrying && attempt.mayRepeat() && attempt.failure() instanceof RunException failure) {
				throw new RepeatableException(failure, attempt.retryAfter(), this.retryPolicy);
			}
			Duration pause = attempt.mayRepeat() ? this.retryPolicy.pause(retry, attempt.retryAfter()) : null;
			if (pause == null || !sleep(pause)) {
				throw attempt.finalFailure(request);
			}
			logger.debug("Repeating %s after %s ms".formatted(request.operation(), pause.toMillis()));
		}
	}

	private boolean sleep(Duration pause) {
		try {
			this.sleeper.sleep(pause);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private Attempt attempt(WireRequest request) {
		String key = this.credentials.key(request);
		Answer answer;
		try {
			answer = send(request, key);
		}
		catch (ResourceAccessException ex) {
			boolean sent = mayHaveBeenSent(ex);
			boolean mayRepeat = (request.isRepeatable() || !sent) && !Thread.currentThread().isInterrupted();
			return Attempt.failed(new ApiConnectionException(request.endpoint(), sent, ex), mayRepeat,
					sent && !request.isRepeatable(), null);
		}
		return (answer.status() >= 200 && answer.status() < 300) ? success(request, answer)
				: failure(request, answer, key);
	}

	private Answer send(WireRequest request, @Nullable String key) {
		RestClient.RequestBodySpec spec = this.restClient.method(request.method())
			.uri(request.uriTemplate(), request.variables())
			.accept(MediaType.APPLICATION_JSON)
			.headers((headers) -> {
				this.identity.headers().forEach(headers::set);
				this.credentials.write(key, headers);
			});
		JsonNode body = request.body();
		if (body != null) {
			spec.contentType(MediaType.APPLICATION_JSON).body(Json.mapper().writeValueAsBytes(body));
		}
		return spec
			.exchangeForRequiredValue((httpRequest, httpResponse) -> new Answer(httpResponse.getStatusCode().value(),
					httpResponse.getHeaders(), httpResponse.getBody().readAllBytes()));
	}

	private Attempt success(WireRequest request, Answer answer) {
		String requestId = answer.headers().getFirst("x-request-id");
		JsonNode body;
		try {
			boolean nothingToSay = request.method() == HttpMethod.DELETE && answer.body().length == 0;
			body = nothingToSay ? Json.object() : Json.mapper().readTree(answer.body());
		}
		catch (JacksonException ex) {
			// The parser's message quotes the content, so it is not passed on.
			body = null;
		}
		if (body == null || !body.isObject()) {
			RunException failure = new InvalidResponseException(request.endpoint(), requestId,
					"the body is not a JSON object", null);
			return Attempt.failed(failure, request.isRepeatable(), !request.isRepeatable(), null);
		}
		Duration pollAfter = ErrorReader.number(answer.headers().getFirst("openai-poll-after-ms"), 1);
		return Attempt.succeeded(new WireResponse(request.endpoint(), body, requestId, pollAfter));
	}

	private Attempt failure(WireRequest request, Answer answer, @Nullable String key) {
		ApiError error = this.errors.read(answer.status(), request.endpoint(), answer.headers(), answer.body(), key);
		if (answer.status() == 404) {
			RuntimeException failure = this.errors.isUnknownPath(answer.body())
					? new WireNotServedException(error, this.identity.wire(), this.identity.remedy())
					: request.notFound(error);
			return Attempt.failed(failure, false, false, null);
		}
		ApiException failure = ErrorReader.exception(error);
		boolean unsure = !request.isRepeatable() && (error.status() == 408 || error.status() >= 500)
				&& !(error.status() == 503 && error.retryAfter() != null);
		return Attempt.failed(failure, !unsure && mayRepeat(error, answer.headers()), unsure, error.retryAfter());
	}

	private static boolean mayRepeat(ApiError error, HttpHeaders headers) {
		String shouldRetry = headers.getFirst("x-should-retry");
		if (shouldRetry != null) {
			return Boolean.parseBoolean(shouldRetry);
		}
		return switch (error.status()) {
			case 408, 409 -> true;
			case 429 -> !"insufficient_quota".equals(error.code());
			default -> error.status() >= 500;
		};
	}

	private static boolean mayHaveBeenSent(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
					|| cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException
					|| cause instanceof NoRouteToHostException || cause instanceof SSLHandshakeException
					|| cause.getClass().getSimpleName().equals("ConnectTimeoutException")) {
				return false;
			}
		}
		return true;
	}

	private record Answer(int status, HttpHeaders headers, byte[] body) {
	}

	private record WireIdentity(String wire, String remedy, Map<String, String> headers) {
	}

	/**
	 * How one attempt ended: with a response, or with a failure.
	 *
	 * @param mayRepeat whether another attempt does no harm
	 * @param unsure whether the server may have acted on a request that must not be
	 * repeated
	 * @param retryAfter how long the server asks to wait
	 */
	private record Attempt(@Nullable WireResponse response, @Nullable RuntimeException failure, boolean mayRepeat,
			boolean unsure, @Nullable Duration retryAfter) {

		static Attempt succeeded(WireResponse response) {
			return new Attempt(response, null, false, false, null);
		}

		static Attempt failed(RuntimeException failure, boolean mayRepeat, boolean unsure,
				@Nullable Duration retryAfter) {
			return new Attempt(null, failure, mayRepeat, unsure, retryAfter);
		}

		RuntimeException finalFailure(WireRequest request) {
			Assert.state(this.failure != null, "The attempt succeeded");
			return this.unsure ? new RunOutcomeUnknownException(request.endpoint(), request.threadId(), request.runId(),
					this.failure) : this.failure;
		}

	}

}
