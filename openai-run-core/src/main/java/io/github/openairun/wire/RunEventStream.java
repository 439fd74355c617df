package io.github.openairun.wire;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;
import io.github.openairun.support.SerialExecutor;

/**
 * Turns the {@link ServerEvent}s of a stream into the {@link RunEvent}s of an operation
 * and signals them to one subscriber, from the request to the end of the stream.
 * <p>
 * Everything that happens to the stream is a task of one serial executor: signals do not
 * overlap, and a {@code request} within a signal does not recurse. While work runs that
 * may block, the state belongs to that work.
 */
final class RunEventStream implements Flow.Subscription, StreamSink {

	private static final Log logger = LogFactory.getLog(RunEventStream.class);

	private final RunEventSubscriber subscriber;

	private final StreamOperation operation;

	private final RequestSender sender;

	private final StreamTransport transport;

	private final StreamStart start;

	/** The exchange that was sent last. */
	private volatile @Nullable StreamExchange exchange;

	private final SerialExecutor serial = SerialExecutor.onCallingThread();

	private final Runnable shutDown = () -> post(this::breakOff);

	private final AtomicLong demand = new AtomicLong();

	private volatile boolean cancelled;

	/** Events that the subscriber has not requested yet. */
	private final Deque<RunEvent> ready = new ArrayDeque<>();

	/** Work that may block, to run after the events that are ready. */
	private @Nullable Runnable work;

	private boolean working;

	private boolean completing;

	private boolean abandoned;

	/** Why an event could not be read that should have been the first about the run. */
	private @Nullable RuntimeException unread;

	private @Nullable RuntimeException failure;

	/** Whether an event was about the run. */
	private boolean began;

	private boolean ended;

	RunEventStream(RunEventSubscriber subscriber, StreamOperation operation, RequestSender sender,
			StreamTransport transport, StreamStart start) {
		this.subscriber = subscriber;
		this.operation = operation;
		this.sender = sender;
		this.transport = transport;
		this.start = start;
	}

	/**
	 * Subscribe, and send the request.
	 */
	void start() {
		this.working = true;
		this.transport.opened(this.shutDown);
		this.subscriber.onSubscribe(this);
		doWork(() -> open(this.operation.open(), this.start.blocking()));
	}

	private void open(WireRequest request, boolean wait) {
		if (!this.cancelled) {
			new Opening(request, this.sender.key(request), wait || this.sender.hasInterceptors()).open();
		}
	}

	/** Read another exchange than before. */
	private void use(StreamExchange exchange) {
		StreamExchange before = this.exchange;
		this.exchange = exchange;
		if (before != null || this.cancelled) {
			post(() -> {
				if (before != null) {
					before.close(null);
				}
				if (this.ended) {
					exchange.close(null);
				}
			});
		}
	}

	@Override
	public void request(long n) {
		if (n <= 0) {
			post(() -> end(new IllegalArgumentException("A subscriber must request more than " + n + " events")));
			return;
		}
		this.demand.accumulateAndGet(n, (old, more) -> (old + more < 0) ? Long.MAX_VALUE : old + more);
		this.serial.execute(this::proceed);
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.serial.execute(this::proceed);
	}

	private void breakOff() {
		StreamExchange exchange = this.exchange;
		if (exchange != null) {
			exchange.breakOff(new IOException("The transport of streams was closed"));
		}
	}

	/** Do something to the state, and what follows from it. */
	private void post(Runnable change) {
		this.serial.execute(() -> {
			change.run();
			proceed();
		});
	}

	private void proceed() {
		while (!step()) {
			// until there is nothing to do for now
		}
		if (!this.ended) {
			this.subscriber.onPause();
		}
	}

	/**
	 * Do the next thing.
	 * @return whether there is nothing to do for now
	 */
	private boolean step() {
		if (this.cancelled) {
			end(null);
		}
		if (this.ended || this.working) {
			return true;
		}
		if (!this.ready.isEmpty()) {
			return this.demand.get() == 0 || deliver(this.ready.remove());
		}
		if (this.work != null) {
			handOver(this.work);
			return true;
		}
		StreamExchange exchange = this.exchange;
		if (this.failure != null || exchange == null) {
			end(this.failure);
			return true;
		}
		return this.completing ? complete(exchange) : read(exchange);
	}

	private boolean deliver(RunEvent event) {
		this.demand.updateAndGet((old) -> (old == Long.MAX_VALUE) ? old : old - 1);
		try {
			this.subscriber.onNext(event);
		}
		catch (RuntimeException ex) {
			logger.warn("The subscriber of a stream failed, which ends the stream", ex);
			this.cancelled = true;
		}
		return false;
	}

	private boolean read(StreamExchange exchange) {
		if (exchange.hasBegun() && this.demand.get() == 0) {
			return true;
		}
		ServerEvent event = exchange.next();
		if (event != null) {
			interpret(event);
			return false;
		}
		if (!exchange.isOver()) {
			return true;
		}
		return complete(exchange);
	}

	/** End the stream, which must not end before an event about the run. */
	private boolean complete(StreamExchange exchange) {
		RuntimeException failure = (this.completing && this.began) ? null : exchange.failure(this.began);
		if (!this.began && this.unread != null && !exchange.isBroken()) {
			failure = this.unread;
		}
		if (failure == null) {
			end(null);
			return true;
		}
		this.completing = false;
		failed(failure, exchange);
		return false;
	}

	private void interpret(ServerEvent event) {
		try {
			this.operation.read(event, this);
		}
		catch (RuntimeException ex) {
			if (!this.began && this.unread == null && ex instanceof InvalidResponseException) {
				this.unread = ex;
			}
			// One odd event must not end a run; the exception may quote what it carries.
			logger.debug("Ignoring an event that cannot be read: " + event + " (" + ex.getClass().getName() + ")");
		}
		catch (Error ex) {
			this.failure = new IllegalStateException("Reading an event was ended by an error", ex);
		}
	}

	/** Before an event was about the run, the operation may replace the request. */
	private void failed(RuntimeException failure, StreamExchange exchange) {
		exchange.close(failure);
		if (this.began || !(failure instanceof RunException exception)) {
			this.failure = failure;
			return;
		}
		this.work = () -> {
			WireRequest instead = this.operation.failed(exception, this);
			if (instead != null) {
				open(instead, false);
			}
			else {
				this.exchange = null;
			}
		};
	}

	private void handOver(Runnable work) {
		this.work = null;
		this.working = true;
		try {
			this.subscriber.blockingExecutor().execute(() -> doWork(work));
		}
		catch (RejectedExecutionException ex) {
			doWork(work);
		}
	}

	private void doWork(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
		catch (Error ex) {
			this.failure = new IllegalStateException("Work of the stream was ended by an error", ex);
		}
		post(() -> {
			this.working = false;
			StreamExchange exchange = this.exchange;
			if (this.ended && exchange != null) {
				exchange.close(null);
			}
			if (this.ended && this.cancelled && !this.began) {
				abandoned();
			}
		});
	}

	@Override
	public void emit(RunEvent event) {
		this.began |= event instanceof RunEvent.Snapshot;
		this.ready.add(event);
	}

	@Override
	public void blocking(Runnable work) {
		this.work = work;
	}

	@Override
	public void complete() {
		this.completing = true;
	}

	@Override
	public void abandon() {
		complete();
		this.abandoned = true;
	}

	@Override
	public void fail(JsonNode error) {
		StreamExchange exchange = this.exchange;
		if (exchange != null) {
			failed(exchange.pushed(error, this.began), exchange);
		}
	}

	/**
	 * End the stream, and signal it to the subscriber unless that has cancelled.
	 */
	private void end(@Nullable RuntimeException failure) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.transport.ended(this.shutDown);
		StreamExchange exchange = this.exchange;
		if (exchange != null && failure == null && !this.cancelled && !this.abandoned) {
			exchange.leave();
		}
		else if (exchange != null) {
			exchange.close(failure);
		}
		if (!this.cancelled) {
			signalEnd(failure);
		}
		else if (!this.began && !this.working) {
			abandoned();
		}
	}

	private void abandoned() {
		try {
			this.subscriber.blockingExecutor().execute(this.operation::abandoned);
		}
		catch (RejectedExecutionException ex) {
			this.operation.abandoned();
		}
	}

	private void signalEnd(@Nullable RuntimeException failure) {
		try {
			if (failure == null) {
				this.subscriber.onComplete();
				return;
			}
			this.subscriber.onError(failure);
		}
		catch (RuntimeException ex) {
			logger.warn("The subscriber of a stream failed at its end", ex);
		}
	}

	/**
	 * Opens the stream by the RestClient. Its interceptors may send the request several
	 * times, of which the last exchange is the stream, or return a response of their own.
	 */
	private final class Opening implements StreamRequest.Sender {

		private final WireRequest request;

		private final @Nullable String key;

		private final boolean wait;

		/** The RestClient hides it while it executes a request. */
		private final @Nullable Observation caller;

		private @Nullable StreamExchange sent;

		/** The status of the last response, or 0. */
		private int status;

		Opening(WireRequest request, @Nullable String key, boolean wait) {
			this.request = request;
			this.key = key;
			this.wait = wait;
			this.caller = RunEventStream.this.transport.settings().observations().getCurrentObservation();
		}

		void open() {
			try {
				replaced(RunEventStream.this.sender.open(this.request, this.key, this));
			}
			catch (ResourceAccessException ex) {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				StreamExchange exchange = (this.sent != null) ? this.sent : exchange(null, null);
				post(() -> exchange.failed(cause));
			}
		}

		@Override
		public ClientHttpResponse execute(StreamRequest built) throws IOException {
			if (RunEventStream.this.cancelled) {
				throw new IOException("The stream was cancelled");
			}
			this.status = 0;
			StreamExchange exchange = exchange(built.getURI(),
					StreamObservation.start(built, RunEventStream.this.transport.settings(), this.caller));
			this.sent = exchange;
			ClientHttpResponse response = exchange.send(built.toHttpRequest(), RunEventStream.this.start.timeout(),
					this.wait);
			this.status = response.getStatusCode().value();
			return response;
		}

		/** Use the response that an interceptor has returned instead of the server's. */
		private void replaced(ReceivedResponse response) {
			if (this.status == response.status()) {
				return;
			}
			if (response.isSuccessful() && response.body().length == 0) {
				throw new InvalidResponseException(this.request.endpoint(), null,
						"an interceptor of the RestClient has returned an empty response instead of the server's",
						null);
			}
			StreamExchange exchange = exchange(response.uri(), null);
			post(() -> exchange.received(response));
		}

		private StreamExchange exchange(@Nullable URI uri, @Nullable StreamObservation observation) {
			StreamExchange exchange = new StreamExchange(this.request, uri, this.key, RunEventStream.this.sender,
					RunEventStream.this.transport, RunEventStream.this::post, observation);
			use(exchange);
			return exchange;
		}

	}

}
