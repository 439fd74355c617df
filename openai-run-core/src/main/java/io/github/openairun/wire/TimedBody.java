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
 * Reads a body into memory within a time and a size: the timeout of the JDK's client ends
 * when the response begins. For one request, whose time begins when this object is
 * created.
 */
final class TimedBody implements HttpResponse.BodyHandler<byte[]>, HttpResponse.BodySubscriber<byte[]> {

	private final LimitedBody bytes;

	private final ReadTimeouts.ReadTimeout timeout;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile Flow.@Nullable Subscription subscription;

	private volatile @Nullable HttpTimeoutException expired;

	/**
	 * Create a handler.
	 * @param timeouts measures the time
	 * @param limit the longest time until the response is complete; 0 for no limit
	 * @param maxSize how many bytes the body may have
	 */
	TimedBody(ReadTimeouts timeouts, Duration limit, int maxSize) {
		this.bytes = new LimitedBody(maxSize);
		this.timeout = timeouts.create(this::expire);
		this.timeout.start(limit);
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
		this.bytes.onSubscribe(subscription);
		if (this.timeout.isExpired()) {
			expire();
		}
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

	/** Until the body begins, the client applies its own timeout. */
	private void expire() {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null && end()) {
			HttpTimeoutException expired = new HttpTimeoutException(
					"no complete response within " + this.timeout.limit().toMillis() + " ms");
			this.expired = expired;
			this.bytes.onError(expired);
			subscription.cancel();
		}
	}

	/**
	 * Return the timeout that has closed the connection, which the client may report as a
	 * broken one.
	 * @return the timeout, or {@code null} if there was none
	 */
	@Nullable HttpTimeoutException expired() {
		return this.expired;
	}

	/** Stop measuring, however the request has ended. */
	void cancelTimeout() {
		this.timeout.cancel();
	}

	private boolean end() {
		this.timeout.cancel();
		return this.ended.compareAndSet(false, true);
	}

}
