package io.github.openairun.wire;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Passes the body of a stream to its exchange, as far as the exchange requests it.
 */
final class StreamBody implements HttpResponse.BodySubscriber<byte[]> {

	private final StreamExchange exchange;

	private final Consumer<Runnable> serial;

	private final HttpResponse.ResponseInfo info;

	private volatile Flow.@Nullable Subscription subscription;

	/** Whether the rest is read and ignored. */
	private volatile boolean discarding;

	/**
	 * Create a subscriber.
	 * @param exchange receives the body
	 * @param serial submits tasks to the serial executor of the exchange
	 * @param info status and headers of the response
	 */
	StreamBody(StreamExchange exchange, Consumer<Runnable> serial, HttpResponse.ResponseInfo info) {
		this.exchange = exchange;
		this.serial = serial;
		this.info = info;
	}

	/** Request more buffers. */
	void request(long buffers) {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.request(buffers);
		}
	}

	/** Read the rest and ignore it. */
	void discard() {
		this.discarding = true;
		request(Long.MAX_VALUE);
	}

	/** Close the connection. */
	void cancel() {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return CompletableFuture.completedFuture(new byte[0]);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		this.serial.accept(() -> this.exchange.bodyBegan(this, this.info));
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (!this.discarding) {
			byte[] joined = join(buffers);
			this.serial.accept(() -> this.exchange.receivedBuffer(joined));
		}
	}

	private static byte[] join(List<ByteBuffer> buffers) {
		int size = 0;
		for (ByteBuffer buffer : buffers) {
			size += buffer.remaining();
		}
		byte[] joined = new byte[size];
		int offset = 0;
		for (ByteBuffer buffer : buffers) {
			int length = buffer.remaining();
			buffer.get(joined, offset, length);
			offset += length;
		}
		return joined;
	}

	@Override
	public void onError(@Nullable Throwable failure) {
		Throwable cause = (failure != null) ? failure : new IOException("The stream broke");
		this.serial.accept(() -> this.exchange.bodyEnded(cause));
	}

	@Override
	public void onComplete() {
		this.serial.accept(() -> this.exchange.bodyEnded(null));
	}

}
