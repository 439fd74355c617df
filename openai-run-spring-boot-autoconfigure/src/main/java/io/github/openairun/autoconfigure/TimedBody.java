package io.github.openairun.autoconfigure;

import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A body that is kept in memory and must be complete within a time, as the JDK's client
 * itself watches the time of an answer's head only.
 */
final class TimedBody implements HttpResponse.BodySubscriber<byte[]> {

	private final HttpResponse.BodySubscriber<byte[]> bytes = HttpResponse.BodySubscribers.ofByteArray();

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final @Nullable Duration timeout;

	/**
	 * Create a body.
	 * @param timeout how long it may take, or {@code null} for ever
	 */
	TimedBody(@Nullable Duration timeout) {
		this.timeout = timeout;
		this.bytes.getBody().whenComplete((content, failure) -> {
			if (failure != null) {
				this.body.completeExceptionally(failure);
			}
			else {
				this.body.complete(content);
			}
		});
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		Duration timeout = this.timeout;
		if (timeout != null && !this.body.isDone()) {
			CompletableFuture<Void> alarm = new CompletableFuture<>();
			this.body.whenComplete((content, failure) -> alarm.cancel(false));
			alarm.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS).thenRun(() -> {
				if (this.body.completeExceptionally(new HttpTimeoutException("no whole answer within " + timeout))) {
					subscription.cancel();
				}
			});
		}
		this.bytes.onSubscribe(subscription);
	}

	@Override
	public void onNext(List<ByteBuffer> item) {
		this.bytes.onNext(item);
	}

	@Override
	public void onError(Throwable throwable) {
		this.bytes.onError(throwable);
	}

	@Override
	public void onComplete() {
		this.bytes.onComplete();
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

}
