package io.github.openairun.wire;

import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Reads a body into memory, as long as there is time: the JDK's client only sees to it
 * that an answer begins in time. Of one request, whose time begins with this object.
 */
final class TimedBody implements HttpResponse.BodyHandler<byte[]>, HttpResponse.BodySubscriber<byte[]> {

	private static final Runnable NOTHING = () -> {
	};

	private final HttpResponse.BodySubscriber<byte[]> bytes = HttpResponse.BodySubscribers.ofByteArray();

	private final StreamTimer timer;

	private final Duration timeout;

	private final long start;

	private final AtomicBoolean ended = new AtomicBoolean();

	private Flow.@Nullable Subscription subscription;

	private Runnable alarm = NOTHING;

	/**
	 * Create a handler.
	 * @param timeout how long the whole answer may take; 0 for ever
	 */
	TimedBody(StreamTimer timer, Duration timeout) {
		this.timer = timer;
		this.timeout = timeout;
		this.start = timer.nanoTime();
	}

	@Override
	public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
		return this;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.bytes.getBody();
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		if (!this.timeout.isZero()) {
			Duration left = this.timeout.minusNanos(this.timer.nanoTime() - this.start);
			this.alarm = this.timer.schedule(this::timeIsUp, left.isNegative() ? Duration.ZERO : left);
		}
		this.bytes.onSubscribe(subscription);
	}

	private void timeIsUp() {
		if (this.ended.compareAndSet(false, true)) {
			Flow.Subscription subscription = this.subscription;
			if (subscription != null) {
				subscription.cancel();
			}
			this.bytes
				.onError(new HttpTimeoutException("no complete answer within " + this.timeout.toMillis() + " ms"));
		}
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.bytes.onNext(buffers);
	}

	@Override
	public void onError(Throwable failure) {
		if (this.ended.compareAndSet(false, true)) {
			this.alarm.run();
			this.bytes.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		if (this.ended.compareAndSet(false, true)) {
			this.alarm.run();
			this.bytes.onComplete();
		}
	}

}
