package io.github.openairun.wire;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The events of one stream, for one subscriber.
 */
final class EventPublisher implements Flow.Publisher<RunEvent> {

	private final StreamOperation operation;

	private final StreamOpener opener;

	private final StreamTransport transport;

	private final AtomicBoolean taken = new AtomicBoolean();

	EventPublisher(StreamOperation operation, StreamOpener opener, StreamTransport transport) {
		this.operation = operation;
		this.opener = opener;
		this.transport = transport;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super RunEvent> subscriber) {
		Objects.requireNonNull(subscriber, "'subscriber' must not be null");
		if (this.taken.compareAndSet(false, true)) {
			new EventStream(subscriber, this.operation, this.opener, this.transport).start();
			return;
		}
		subscriber.onSubscribe(new Nothing());
		subscriber.onError(new IllegalStateException("A stream has one subscriber"));
	}

	private static final class Nothing implements Flow.Subscription {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	}

}
