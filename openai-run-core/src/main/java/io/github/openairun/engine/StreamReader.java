package io.github.openairun.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunEventSubscriber;

/**
 * Buffers the events of a stream until the drive processes them. If the drive is slower
 * than the stream, a few events wait here and the rest at the server: no thread waits,
 * and no event is lost.
 */
final class StreamReader implements RunEventSubscriber {

	private static final int CAPACITY = 64;

	private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();

	private final Runnable waker;

	private final Executor executor;

	private volatile Flow.@Nullable Subscription subscription;

	/** The stream signals that no further event is available for now. */
	private volatile boolean batched;

	private volatile boolean news;

	/** The drive no longer needs the events. */
	private volatile boolean left;

	private volatile boolean closed;

	private volatile boolean ended;

	private volatile @Nullable Throwable error;

	private @Nullable Long sequence;

	private int taken;

	/**
	 * Create a reader.
	 * @param waker called when an event has arrived
	 * @param executor runs work of the stream that may block
	 */
	StreamReader(Runnable waker, Executor executor) {
		this.waker = waker;
		this.executor = executor;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		if (this.closed) {
			subscription.cancel();
		}
		else {
			subscription.request(this.left ? Long.MAX_VALUE : CAPACITY);
		}
	}

	@Override
	public void onNext(RunEvent event) {
		if (!this.left) {
			this.events.add(event);
			this.news = true;
			if (!this.batched) {
				wake();
			}
		}
	}

	@Override
	public void onPause() {
		this.batched = true;
		wake();
	}

	@Override
	public Executor blockingExecutor() {
		return this.executor;
	}

	/** The drive is woken once for all available events, not for each event. */
	private void wake() {
		if (this.news && !this.left) {
			this.news = false;
			this.waker.run();
		}
	}

	@Override
	public void onError(Throwable error) {
		this.error = error;
		onComplete();
	}

	@Override
	public void onComplete() {
		this.ended = true;
		if (!this.left) {
			this.waker.run();
		}
	}

	/** Return the next event, or {@code null} if there is none yet. */
	@Nullable RunEvent next() {
		RunEvent event = this.events.poll();
		if (event == null) {
			return null;
		}
		if (event.sequence() != null) {
			this.sequence = event.sequence();
		}
		Flow.Subscription subscription = this.subscription;
		if (++this.taken >= CAPACITY / 2 && subscription != null) {
			subscription.request(this.taken);
			this.taken = 0;
		}
		return event;
	}

	/** Return whether the stream has ended. Buffered events may remain. */
	boolean hasEnded() {
		return this.ended;
	}

	/** Return the error that ended the stream, or {@code null} if the server ended it. */
	@Nullable Throwable error() {
		return this.error;
	}

	/** Return the place from which the stream can be resumed, or {@code null}. */
	@Nullable Long sequence() {
		return this.sequence;
	}

	/**
	 * Ignore further events but let the stream end by itself, so that its connection can
	 * be reused.
	 */
	void leave() {
		this.left = true;
		this.events.clear();
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.request(Long.MAX_VALUE);
		}
	}

	/** Cancel the stream. */
	void close() {
		this.left = true;
		this.closed = true;
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
	}

}
