package io.github.openairun.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;
import io.github.openairun.support.AsyncFailure;

/**
 * One HTTP exchange whose response is a stream of events: sends the request, follows
 * redirects within the origin, and splits the body into {@link ServerEvent}s, of which it
 * reads only a few buffers ahead. A response that is no stream is read as a whole.
 * <p>
 * The state is used by the tasks of one serial executor; the threads of the HTTP client
 * and of the timeouts submit what happens to it.
 */
final class StreamExchange implements HttpResponse.BodyHandler<byte[]> {

	/** How long a server may take to end a stream after its last event. */
	private static final Duration LINGER = Duration.ofSeconds(1);

	/** Number of buffers to read ahead: to stop reading and go on costs wake-ups. */
	private static final int AHEAD = 4;

	private final WireRequest request;

	/** The address to which the request was sent last. */
	private volatile @Nullable URI uri;

	private final @Nullable String key;

	private final RequestSender sender;

	private final StreamTransport transport;

	private final Consumer<Runnable> serial;

	private final @Nullable StreamObservation observation;

	private final EventParser parser;

	private final ReadTimeouts.ReadTimeout timeout;

	private final Runnable closer;

	private @Nullable ReceivedResponse response;

	private @Nullable StreamBody body;

	/** The event that a response without a stream consists of. */
	private @Nullable ServerEvent whole;

	/** Why nothing more is received; written by tasks of the serial executor. */
	private volatile @Nullable Throwable failure;

	/** Whether the next event is awaited. */
	private boolean waiting;

	/** How many buffers are requested and not received. */
	private int requested;

	private boolean ended;

	private boolean closed;

	private ReadTimeouts.@Nullable ReadTimeout lingering;

	private int redirects;

	private volatile boolean cancelled;

	/** Whether the response is a stream. */
	private volatile boolean streaming;

	private volatile @Nullable CompletableFuture<HttpResponse<byte[]>> pending;

	/** The thread that waits until the response begins. */
	private @Nullable Thread waiter;

	private boolean waiterInterrupted;

	/**
	 * Create an exchange.
	 * @param request the request
	 * @param uri its address, or {@code null} if it is not known
	 * @param key the API key that it carries, or {@code null}
	 * @param sender maps failures to exceptions
	 * @param transport has the HTTP client and the timeouts
	 * @param serial submits tasks to the serial executor
	 * @param observation observes the exchange, or {@code null} if nothing is sent
	 */
	StreamExchange(WireRequest request, @Nullable URI uri, @Nullable String key, RequestSender sender,
			StreamTransport transport, Consumer<Runnable> serial, @Nullable StreamObservation observation) {
		this.request = request;
		this.uri = uri;
		this.key = key;
		this.sender = sender;
		this.transport = transport;
		this.serial = serial;
		this.observation = observation;
		this.parser = new EventParser(transport.settings().maxEventSize());
		this.timeout = transport.timeouts().create(() -> serial.accept(this::checkTimeout));
		this.closer = () -> serial.accept(this::cancel);
	}

	/**
	 * Send the request. Called by the thread that opens the stream.
	 * @param httpRequest the request as the RestClient has built it
	 * @param atMost the longest time until the response begins; zero for the transport's
	 * @param wait whether this thread waits until then
	 * @return the response as interceptors receive it, which is not known without a wait
	 * @throws IOException if this thread has waited and there is no response
	 */
	ClientHttpResponse send(HttpRequest httpRequest, Duration atMost, boolean wait) throws IOException {
		this.serial.accept(() -> {
			if (this.response == null && this.failure == null) {
				this.timeout.start(limit(atMost));
			}
		});
		if (!wait) {
			sendAsync(httpRequest);
			return BufferedResponse.head(HttpStatus.OK, new HttpHeaders());
		}
		try {
			ReceivedResponse response = read(sendAndWait(httpRequest));
			if (!this.streaming) {
				this.serial.accept(() -> received(response));
			}
			return response.toClientResponse();
		}
		catch (IOException ex) {
			this.serial.accept(() -> failed(ex));
			throw (this.failure instanceof IOException first) ? first : ex;
		}
	}

	private Duration limit(Duration atMost) {
		Duration timeout = this.transport.settings().responseTimeout();
		return (timeout.isZero() || (!atMost.isZero() && atMost.compareTo(timeout) < 0)) ? atMost : timeout;
	}

	private void sendAsync(HttpRequest httpRequest) {
		this.uri = httpRequest.uri();
		CompletableFuture<HttpResponse<byte[]>> pending = this.transport.client().sendAsync(httpRequest, this);
		this.pending = pending;
		pending.whenComplete((httpResponse, problem) -> {
			HttpRequest next = (httpResponse != null) ? redirected(httpRequest, httpResponse) : null;
			if (next != null) {
				sendAsync(next);
			}
			else if (httpResponse == null) {
				this.serial.accept(() -> failed(AsyncFailure.cause(problem)));
			}
			else if (!this.streaming) {
				this.serial.accept(() -> received(read(httpResponse)));
			}
		});
		if (this.cancelled) {
			pending.cancel(true);
		}
	}

	/**
	 * Send the request and wait until the response begins. On a machine with two
	 * processors the asynchronous method starts a thread for each response.
	 */
	private HttpResponse<byte[]> sendAndWait(HttpRequest httpRequest) throws IOException {
		HttpClient client = this.transport.client();
		synchronized (this) {
			this.waiter = Thread.currentThread();
		}
		try {
			if (this.cancelled) {
				throw new IOException("The stream was cancelled");
			}
			HttpResponse<byte[]> response = client.send(httpRequest, this);
			for (HttpRequest next = redirected(httpRequest, response); next != null; next = redirected(next,
					response)) {
				this.uri = next.uri();
				response = client.send(next, this);
			}
			return response;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The request was interrupted", ex);
		}
		finally {
			stopWaiting();
		}
	}

	/** Clear an interruption that was only to end the wait. */
	private synchronized void stopWaiting() {
		this.waiter = null;
		if (this.waiterInterrupted) {
			Thread.interrupted();
		}
	}

	/** Return the request to send instead, or {@code null} if there is none. */
	private @Nullable HttpRequest redirected(HttpRequest httpRequest, HttpResponse<byte[]> response) {
		if (this.cancelled) {
			return null;
		}
		URI redirected = this.sender.failures()
			.redirected(HttpMethod.valueOf(httpRequest.method()), httpRequest.uri(), response.statusCode(),
					response.headers().firstValue("location").orElse(null), this.redirects++);
		return (redirected != null) ? HttpRequest.newBuilder(httpRequest, (name, value) -> true).uri(redirected).build()
				: null;
	}

	private static ReceivedResponse read(HttpResponse<byte[]> response) {
		return new ReceivedResponse(response.uri(), response.statusCode(), HttpMessages.headers(response.headers()),
				response.body());
	}

	@Override
	public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
		boolean successful = info.statusCode() >= 200 && info.statusCode() < 300;
		String type = info.headers().firstValue("content-type").orElse(null);
		if (!successful || ReceivedResponse.isJson(type)) {
			return new LimitedBody(this.transport.settings().maxResponseSize());
		}
		this.streaming = true;
		return new StreamBody(this, this.serial, info);
	}

	/**
	 * Take a response: the one of the server, or one that an interceptor has returned in
	 * its place.
	 */
	void received(ReceivedResponse response) {
		this.timeout.suspend();
		if (this.failure != null) {
			return;
		}
		this.response = response;
		if (this.observation != null) {
			this.observation.received(response);
		}
		this.ended = !this.streaming;
		if (response.isSuccessful() && response.body().length > 0) {
			if (response.isJson()) {
				this.whole = event("", response.body(), response);
			}
			else {
				this.parser.feed(response.body());
			}
		}
	}

	/** Note that nothing more is received. */
	void failed(Throwable failure) {
		this.timeout.suspend();
		if (this.failure == null) {
			this.failure = failure;
		}
	}

	/** Behave as if the connection had broken. */
	void breakOff(Throwable cause) {
		failed(cause);
		cancel();
	}

	private void checkTimeout() {
		if (this.timeout.isExpired() && this.failure == null) {
			breakOff(new HttpTimeoutException(((this.response == null) ? "no response within " : "silence for ")
					+ this.timeout.limit().toMillis() + " ms"));
		}
	}

	/** The response has begun, and is a stream. */
	void bodyBegan(StreamBody body, HttpResponse.ResponseInfo info) {
		this.body = body;
		if (this.cancelled) {
			body.cancel();
		}
		received(new ReceivedResponse(Objects.requireNonNull(this.uri), info.statusCode(),
				HttpMessages.headers(info.headers()), new byte[0]));
	}

	void receivedBuffer(byte[] buffer) {
		this.waiting = false;
		this.requested--;
		this.timeout.suspend();
		this.parser.feed(buffer);
	}

	void bodyEnded(@Nullable Throwable failure) {
		this.ended = true;
		this.timeout.suspend();
		if (this.lingering != null) {
			this.lingering.cancel();
		}
		this.transport.ended(this.closer);
		if (failure != null) {
			failed(failure);
		}
	}

	/** Return whether the server has accepted the request, so that events follow. */
	boolean hasBegun() {
		return this.response != null && this.response.isSuccessful();
	}

	/**
	 * Return the next event, and wait for one if there is none.
	 * @return the event, or {@code null} if there is none yet or none any more
	 */
	@Nullable ServerEvent next() {
		ReceivedResponse response = this.response;
		if (response == null || !response.isSuccessful()) {
			return null;
		}
		EventParser.RawEvent event = nextRaw(response);
		if (event != null) {
			return event(event.name(), event.data(), response);
		}
		ServerEvent whole = this.whole;
		this.whole = null;
		if (whole == null && !isOver()) {
			requestMore();
		}
		return whole;
	}

	private EventParser.@Nullable RawEvent nextRaw(ReceivedResponse response) {
		try {
			EventParser.RawEvent event = this.parser.next();
			return (event == null && this.ended) ? this.parser.end() : event;
		}
		catch (EventParser.EventTooLargeException ex) {
			this.failure = new InvalidResponseException(this.request.endpoint(), response.requestId(),
					String.valueOf(ex.getMessage()), null);
			return null;
		}
	}

	private ServerEvent event(String name, byte[] data, ReceivedResponse response) {
		return new ServerEvent(name, data, this.request.endpoint(), response.requestId());
	}

	private void requestMore() {
		if (!this.waiting) {
			this.waiting = true;
			this.timeout.start(this.transport.settings().idleTimeout());
		}
		if (this.requested <= AHEAD / 2 && this.body != null) {
			int more = AHEAD - this.requested;
			this.requested = AHEAD;
			this.body.request(more);
		}
	}

	/** Return whether no event follows those that {@link #next} returns at once. */
	boolean isOver() {
		return this.ended || this.failure != null;
	}

	/** Return whether something else than the server has ended the exchange. */
	boolean isBroken() {
		return this.failure != null;
	}

	/**
	 * Return why an exchange that is over has failed.
	 * @param began whether an event was about the run
	 * @return the failure, or {@code null} if the server has ended the stream and may do
	 * so
	 */
	@Nullable RuntimeException failure(boolean began) {
		ReceivedResponse response = this.response;
		Throwable failure = this.failure;
		if (response == null) {
			return this.sender.failures()
				.unanswered(this.request, this.uri, (failure != null) ? failure : new IOException("No response"))
				.onlyFailure(this.request, this.sender.retryPolicy());
		}
		if (!response.isSuccessful()) {
			return this.sender.failures()
				.refused(this.request, response.uri(), response.status(), response.headers(), response.body(), this.key)
				.onlyFailure(this.request, this.sender.retryPolicy());
		}
		if (!began && response.isWebPage()) {
			return this.sender.failures().webPage(this.request, response).finalFailure(this.request);
		}
		if (failure instanceof RunException exception) {
			return lost(exception, began);
		}
		if (failure != null) {
			return lost(new ApiConnectionException(this.request.endpoint(), true,
					this.sender.failures().problem(response.uri(), true, failure), failure), began);
		}
		return (began || reads()) ? null : lost(new InvalidResponseException(this.request.endpoint(),
				response.requestId(), "the stream ended before an event about the run", null), false);
	}

	/**
	 * Return the exception for a stream that was lost. The server has acted on the
	 * request, but only an event says on which run. A caller that reads a run polls it
	 * instead; any other request is sent again only if it is repeatable.
	 */
	private RuntimeException lost(RunException failure, boolean began) {
		boolean repeatable = this.request.isRepeatable();
		return Attempt.failed(failure, !began && repeatable && !reads(), !began && !repeatable, null)
			.onlyFailure(this.request, this.sender.retryPolicy());
	}

	private boolean reads() {
		return this.request.method() == HttpMethod.GET;
	}

	/**
	 * Return the exception for an error that the server has pushed.
	 * @param began whether an event before was about the run
	 */
	RuntimeException pushed(JsonNode error, boolean began) {
		return this.sender.failures()
			.pushed(this.request, error, (this.response != null) ? this.response.requestId() : null, this.key, began)
			.onlyFailure(this.request, this.sender.retryPolicy());
	}

	/** Close the connection, unless the response has been read to its end. */
	void close(@Nullable Throwable failure) {
		if (!this.closed) {
			finish(failure);
			cancel();
		}
	}

	private void finish(@Nullable Throwable failure) {
		this.closed = true;
		this.timeout.cancel();
		if (this.observation != null) {
			this.observation.stop(failure);
		}
	}

	/** Let the server end the stream, so that the connection can be reused. */
	void leave() {
		if (!this.closed) {
			finish(null);
			if (!this.ended && this.body != null) {
				this.lingering = this.transport.timeouts().create(() -> this.serial.accept(this::stopLingering));
				this.lingering.start(LINGER);
				this.transport.opened(this.closer);
				this.body.discard();
			}
		}
	}

	private void stopLingering() {
		if (this.lingering != null) {
			this.lingering.cancel();
		}
		cancel();
		this.transport.ended(this.closer);
	}

	private void cancel() {
		this.cancelled = true;
		CompletableFuture<?> pending = this.pending;
		if (pending != null) {
			pending.cancel(true);
		}
		if (this.body != null) {
			this.body.cancel();
		}
		synchronized (this) {
			if (this.waiter != null && this.waiter != Thread.currentThread()) {
				this.waiterInterrupted = true;
				this.waiter.interrupt();
			}
		}
	}

}
