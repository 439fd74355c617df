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

	private final HttpResponse.BodySubscriber<byte[]> bytes = HttpResponse.BodySubscribers.ofByteArray();

	private final @Nullable BodyWatch watch;

	private final Duration timeout;

	private final long start;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile Flow.@Nullable Subscription subscription;

	private volatile @Nullable HttpTimeoutException givenUp;

	/**
	 * Create a handler.
	 * @param watch watches the time, or {@code null} if there is any amount of it
	 * @param timeout how long the whole answer may take
	 * @param start the time of the request, in nanoseconds as the watch's timer tells it
	 */
	TimedBody(@Nullable BodyWatch watch, Duration timeout, long start) {
		this.watch = watch;
		this.timeout = timeout;
		this.start = start;
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
		if (this.watch != null) {
			this.watch.add(this);
		}
		this.bytes.onSubscribe(subscription);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.bytes.onNext(buffers);
	}

	@Override
	public void onError(Throwable failure) {
		if (end()) {
			this.bytes.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		if (end()) {
			this.bytes.onComplete();
		}
	}

	/** Give up if the time is up. */
	void look(long now) {
		Flow.Subscription subscription = this.subscription;
		if (now - this.start >= this.timeout.toNanos() && subscription != null && end()) {
			HttpTimeoutException givenUp = new HttpTimeoutException(
					"no complete answer within " + this.timeout.toMillis() + " ms");
			this.givenUp = givenUp;
			this.bytes.onError(givenUp);
			subscription.cancel();
		}
	}

	/**
	 * Return that the time was up, which the client may tell as a broken connection.
	 * @return the time-out, or {@code null} if there was none
	 */
	@Nullable HttpTimeoutException givenUp() {
		return this.givenUp;
	}

	private boolean end() {
		if (this.watch != null) {
			this.watch.remove(this);
		}
		return this.ended.compareAndSet(false, true);
	}

}
