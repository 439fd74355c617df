package io.github.openairun.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.support.Timing;

/**
 * Sends the requests of a wire, and retries those that may be repeated.
 * <p>
 * A request that is not repeatable is sent again only if the server certainly did not act
 * on it: no connection, 409, 429, or 503 with {@code retry-after}. If it may have acted,
 * the request ends in {@link RunOutcomeUnknownException}, whatever {@code x-should-retry}
 * says.
 *
 * @since 0.1.0
 */
public final class WireClient {

	private static final Log logger = LogFactory.getLog(WireClient.class);

	private final RequestSender sender;

	private final boolean retrying;

	private final StreamStart streamStart;

	/**
	 * Create a client.
	 * @param restClient sends the requests; it knows the base URL, and must not follow
	 * redirects by itself
	 * @param apiKeySupplier supplies the key, sent as a bearer token, or {@code null} to
	 * send none
	 * @param retryPolicy how requests are repeated
	 * @param scheduler waits between attempts, and has the clock for dates of
	 * {@code retry-after}
	 */
	public WireClient(RestClient restClient, @Nullable ApiKeySupplier apiKeySupplier, RetryPolicy retryPolicy,
			TaskScheduler scheduler) {
		this(RequestSender.of(restClient, new Credentials(apiKeySupplier, null, Map.of()), retryPolicy, scheduler),
				true, StreamStart.DEFAULT);
		Assert.notNull(restClient, "'restClient' must not be null");
	}

	private WireClient(RequestSender sender, boolean retrying, StreamStart streamStart) {
		this.sender = sender;
		this.retrying = retrying;
		this.streamStart = streamStart;
	}

	/**
	 * Return the same client with another API key.
	 * @param apiKey the key, not blank
	 * @return the client
	 */
	public WireClient withApiKey(String apiKey) {
		Assert.hasText(apiKey, "'apiKey' must not be empty");
		return with(this.sender.withKey((request) -> apiKey));
	}

	/**
	 * Return the same client, which sends its key in a header of its own instead of as a
	 * bearer token.
	 * @param header the header's name, such as {@code api-key} on Azure
	 * @return the client
	 */
	public WireClient withKeyHeader(String header) {
		Assert.hasText(header, "'header' must not be empty");
		return with(this.sender.withKeyHeader(header));
	}

	public WireClient withContext(Map<String, Object> context) {
		return with(this.sender.withContext(context));
	}

	/**
	 * Return the same client, which sends each request once.
	 * @return the client; it throws {@link RepeatableException} where this one would send
	 * a request again
	 */
	public WireClient withoutRetries() {
		return new WireClient(this.sender, false, this.streamStart);
	}

	/**
	 * Return the same client, which follows no redirects. Otherwise those are followed
	 * that stay within the origin and leave the request as it is.
	 * @return the client
	 */
	public WireClient withoutRedirects() {
		return with(this.sender.withoutRedirects());
	}

	/**
	 * Return the same client for a further connection, whose properties its failures name
	 * instead of those of the default connection.
	 * @param connection the name of the connection
	 * @return the client
	 */
	public WireClient withConnection(String connection) {
		Assert.hasText(connection, "'connection' must not be empty");
		return with(this.sender.withNames(new PropertyNames(connection)));
	}

	/**
	 * Return an advice with the names of the properties of this client's connection.
	 * @param advice an advice with those of the default connection, such as
	 * {@code openai.base-url}
	 * @return the advice
	 */
	public String advice(String advice) {
		return this.sender.failures().names().in(advice);
	}

	/**
	 * Return the same client with another limit for the size of a response, which is 64
	 * MiB by default.
	 * @param maxResponseSize the limit in bytes for the decoded body
	 * @return the client
	 */
	public WireClient withMaxResponseSize(int maxResponseSize) {
		Assert.isTrue(maxResponseSize > 0, "'maxResponseSize' must be positive");
		return new WireClient(this.sender.withMaxResponseSize(maxResponseSize), this.retrying, this.streamStart);
	}

	/**
	 * Return the same client, which can also open streams.
	 * @param transport carries the streams; it is closed by its creator
	 * @return the client
	 */
	public WireClient withStreams(StreamTransport transport) {
		Assert.notNull(transport, "'transport' must not be null");
		return with(this.sender.withStreams(transport));
	}

	/**
	 * Return the same client, whose streams fail if their response begins too late.
	 * @param timeout the longest time, if it is shorter than that of the transport
	 * @return the client
	 */
	public WireClient withResponseTimeout(Duration timeout) {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "'timeout' must be positive");
		return new WireClient(this.sender, this.retrying, new StreamStart(timeout, this.streamStart.blocking()));
	}

	/**
	 * Return the same client, whose streams block the subscribing thread until their
	 * response begins.
	 * @return the client
	 */
	public WireClient withBlockingStreams() {
		return new WireClient(this.sender, this.retrying, new StreamStart(this.streamStart.timeout(), true));
	}

	private WireClient with(RequestSender sender) {
		return new WireClient(sender, this.retrying, this.streamStart);
	}

	/**
	 * Return whether the client can open streams.
	 * @return whether {@link #stream} is available
	 */
	public boolean hasStreams() {
		return this.sender.transport() != null;
	}

	/**
	 * Return the same client with the headers and error messages of one wire.
	 * @param wire the wire's name
	 * @param remedy what to do if the base URL does not serve the wire, as a sentence
	 * @param headers headers of every request
	 * @return the client
	 */
	public WireClient forWire(String wire, String remedy, Map<String, String> headers) {
		WireIdentity identity = new WireIdentity(wire, remedy, new LinkedHashMap<>(headers));
		return with(this.sender.withIdentity(identity));
	}

	/**
	 * Send a request and return its response.
	 * @param request the request
	 * @return the response, a JSON object
	 */
	public WireResponse exchange(WireRequest request) {
		for (int retry = 0;; retry++) {
			Attempt attempt = this.sender.attempt(request);
			if (attempt.response() != null) {
				return attempt.response();
			}
			if (!this.retrying) {
				throw attempt.onlyFailure(request, this.sender.retryPolicy());
			}
			Duration pause = attempt.mayRepeat() ? this.sender.retryPolicy().pause(retry, attempt.retryAfter()) : null;
			if (pause == null || !sleep(pause)) {
				throw attempt.finalFailure(request);
			}
			logger.debug("Repeating %s after %s ms".formatted(request.operation(), pause.toMillis()));
		}
	}

	/**
	 * Stream an operation. The request is sent once, as by a client
	 * {@linkplain #withoutRetries() without retries}, when there is a subscriber, and on
	 * its thread, which may block until there is an API key. If the RestClient has
	 * interceptors, that thread also waits until the response begins, which they receive.
	 * @param operation the request, and the meaning of the events of the response
	 * @return the events, for one subscriber
	 */
	public Flow.Publisher<RunEvent> stream(StreamOperation operation) {
		StreamTransport transport = this.sender.transport();
		Assert.state(transport != null, "The client has no stream transport");
		Assert.notNull(operation, "'operation' must not be null");
		return new EventPublisher(operation, this.sender, transport, this.streamStart);
	}

	private boolean sleep(Duration pause) {
		try {
			Timing.pause(this.sender.scheduler(), pause);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
