package io.github.openairun.wire;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The events of one stream, for one subscriber.
 */
final class EventPublisher implements Flow.Publisher<RunEvent> {

	private final StreamOperation operation;

	private final RequestSender sender;

	private final StreamTransport transport;

	private final StreamStart start;

	private final AtomicBoolean taken = new AtomicBoolean();

	EventPublisher(StreamOperation operation, RequestSender sender, StreamTransport transport, StreamStart start) {
		this.operation = operation;
		this.sender = sender;
		this.transport = transport;
		this.start = start;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super RunEvent> subscriber) {
		Objects.requireNonNull(subscriber, "'subscriber' must not be null");
		if (this.taken.compareAndSet(false, true)) {
			RunEventSubscriber known = (subscriber instanceof RunEventSubscriber own) ? own : new Plain(subscriber);
			new RunEventStream(known, this.operation, this.sender, this.transport, this.start).start();
			return;
		}
		subscriber.onSubscribe(new Nothing());
		subscriber.onError(new IllegalStateException("A stream has one subscriber"));
	}

	/**
	 * A subscriber that receives no pauses and provides no threads.
	 */
	private record Plain(Flow.Subscriber<? super RunEvent> subscriber) implements RunEventSubscriber {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscriber.onSubscribe(subscription);
		}

		@Override
		public void onNext(RunEvent event) {
			this.subscriber.onNext(event);
		}

		@Override
		public void onError(Throwable failure) {
			this.subscriber.onError(failure);
		}

		@Override
		public void onComplete() {
			this.subscriber.onComplete();
		}

		@Override
		public void onPause() {
			// not a signal of Flow.Subscriber
		}

		@Override
		public Executor blockingExecutor() {
			return Plain::executeOnNewThread;
		}

		private static void executeOnNewThread(Runnable work) {
			Thread thread = new Thread(work, "openai-stream-work");
			thread.setDaemon(true);
			thread.start();
		}

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
