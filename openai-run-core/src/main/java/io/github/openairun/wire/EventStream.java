package io.github.openairun.wire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;
import io.github.openairun.support.SerialExecutor;

/**
 * One stream, from the request to its end.
 * <p>
 * Whatever happens to it runs in a serial executor, on one thread at a time: signals come
 * one after the other, and {@code request} in the middle of one leads nowhere deeper.
 * During work that may block the state belongs to that work.
 */
final class EventStream implements Flow.Subscription, StreamSink {

	private static final Log logger = LogFactory.getLog(EventStream.class);

	private final RunEventSubscriber subscriber;

	private final StreamOperation operation;

	private final StreamOpener opener;

	private final StreamTransport transport;

	private final StreamStart start;

	private volatile @Nullable StreamConnection connection;

	/** Serializes whatever happens to the stream, and the signals to the subscriber. */
	private final SerialExecutor serial = SerialExecutor.onCallingThread();

	private final Runnable shutDown = () -> post(this::breakOff);

	private final AtomicLong demand = new AtomicLong();

	private volatile boolean cancelled;

	private final Deque<RunEvent> ready = new ArrayDeque<>();

	private @Nullable Runnable work;

	private boolean working;

	private boolean completing;

	private boolean abandoned;

	/** The first snapshot that could not be read, as long as there is no other. */
	private @Nullable RuntimeException unread;

	private @Nullable RuntimeException failure;

	private boolean began;

	private boolean ended;

	EventStream(RunEventSubscriber subscriber, StreamOperation operation, StreamOpener opener,
			StreamTransport transport, StreamStart start) {
		this.subscriber = subscriber;
		this.operation = operation;
		this.opener = opener;
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
			StreamConnection connection = new StreamConnection(request, this.opener, this.transport, this::post);
			this.connection = connection;
			connection.send(this.start.timeout(), wait);
		}
	}

	@Override
	public void request(long n) {
		if (n <= 0) {
			post(() -> end(new IllegalArgumentException("A subscriber must ask for more than " + n + " events")));
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
		StreamConnection connection = this.connection;
		if (connection != null) {
			connection.breakOff(new IOException("The transport of streams was closed"));
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
			hand(this.work);
			return true;
		}
		StreamConnection connection = this.connection;
		if (this.completing || this.failure != null || connection == null) {
			end(this.failure);
			return true;
		}
		return read(connection);
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

	private boolean read(StreamConnection connection) {
		StreamState state = connection.advance(this.demand.get() > 0);
		if (state instanceof StreamState.Pushed pushed) {
			interpret(pushed.event());
		}
		else if (state instanceof StreamState.Failed failed) {
			failed(failed.failure(), connection);
		}
		else if (state instanceof StreamState.Broken broken) {
			failed(connection.lost(broken.cause(), this.began), connection);
		}
		else if (state instanceof StreamState.Ended) {
			RuntimeException early = connection.early(this.began);
			if (early == null) {
				complete();
			}
			else {
				failed(early, connection);
			}
		}
		return state instanceof StreamState.Waiting;
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
			logger.debug("Passing over an event that cannot be read: " + event + " (" + ex.getClass().getName() + ")");
		}
	}

	/** The operation has a say in failures before the stream has told anything. */
	private void failed(RuntimeException failure, StreamConnection connection) {
		connection.close(failure);
		if (this.began || !(failure instanceof RunException exception)) {
			this.failure = failure;
			return;
		}
		this.work = () -> {
			WireRequest instead = this.operation.failed(exception, this);
			if (instead != null) {
				open(instead, false);
			}
		};
	}

	private void hand(Runnable work) {
		this.work = null;
		this.working = true;
		try {
			this.transport.work().execute(() -> doWork(work));
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
		post(() -> {
			this.working = false;
			StreamConnection connection = this.connection;
			if (this.ended && connection != null) {
				connection.close(null);
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
		StreamConnection connection = this.connection;
		if (connection != null) {
			failed(connection.pushed(error, this.began), connection);
		}
	}

	/**
	 * End the stream, and tell the subscriber unless it has cancelled.
	 */
	private void end(@Nullable RuntimeException cause) {
		if (this.ended) {
			return;
		}
		RuntimeException failure = (cause == null && !this.began) ? this.unread : cause;
		this.ended = true;
		this.transport.ended(this.shutDown);
		StreamConnection connection = this.connection;
		if (connection != null && failure == null && !this.cancelled && !this.abandoned) {
			connection.leave();
		}
		else if (connection != null) {
			connection.close(failure);
		}
		if (!this.cancelled) {
			tell(failure);
		}
	}

	private void tell(@Nullable RuntimeException failure) {
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

}
