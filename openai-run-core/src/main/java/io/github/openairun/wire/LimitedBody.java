package io.github.openairun.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Reads a body into memory up to a maximum size.
 */
final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {

	private final HttpResponse.BodySubscriber<byte[]> bytes = HttpResponse.BodySubscribers.ofByteArray();

	private final int limit;

	private long size;

	private Flow.@Nullable Subscription subscription;

	/**
	 * Create a subscriber.
	 * @param limit how many bytes the body may have
	 */
	LimitedBody(int limit) {
		this.limit = limit;
	}

	/**
	 * Read a decoded body.
	 * @param limit how many bytes the body may have
	 */
	static byte[] read(InputStream body, int limit) throws IOException {
		try {
			byte[] read = body.readNBytes(limit);
			if (read.length == limit && body.read() >= 0) {
				throw new BodyTooLargeException(limit);
			}
			return read;
		}
		catch (RuntimeException ex) {
			// The stream of Reactor's client wraps the reason in an exception of its own.
			throw new IOException("The body could not be read: " + ex.getMessage(), ex);
		}
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.bytes.getBody();
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		this.bytes.onSubscribe(subscription);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			this.size += buffer.remaining();
		}
		if (this.size <= this.limit) {
			this.bytes.onNext(buffers);
		}
		else if (this.subscription != null) {
			this.bytes.onError(new BodyTooLargeException(this.limit));
			this.subscription.cancel();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.bytes.onError(failure);
	}

	@Override
	public void onComplete() {
		this.bytes.onComplete();
	}

	/**
	 * A body exceeds the maximum size.
	 */
	@SuppressWarnings("serial")
	static final class BodyTooLargeException extends IOException {

		BodyTooLargeException(int limit) {
			super("the body has more than " + limit + " bytes, the limit that 'openai.max-response-size' sets");
		}

	}

}
