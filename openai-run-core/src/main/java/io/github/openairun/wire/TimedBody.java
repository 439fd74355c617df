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
 * Reads a body into memory, as long as there is time and it is not too large: the JDK's
 * client only sees to it that an answer begins in time. Of one request, whose time begins
 * with this object.
 */
final class TimedBody implements HttpResponse.BodyHandler<byte[]>, HttpResponse.BodySubscriber<byte[]> {

	private final LimitedBody bytes;

	private final ReadTimeouts.ReadTimeout timeout;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile Flow.@Nullable Subscription subscription;

	private volatile @Nullable HttpTimeoutException givenUp;

	/**
	 * Create a handler.
	 * @param timeouts measures the time
	 * @param limit how long the whole response may take, from now on; 0 for ever
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

	/** Before the body begins, the client itself watches the time. */
	private void expire() {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null && end()) {
			HttpTimeoutException givenUp = new HttpTimeoutException(
					"no complete answer within " + this.timeout.limit().toMillis() + " ms");
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

	/** Stop measuring, however the request has ended. */
	void cancelTimeout() {
		this.timeout.cancel();
	}

	private boolean end() {
		this.timeout.cancel();
		return this.ended.compareAndSet(false, true);
	}

}
