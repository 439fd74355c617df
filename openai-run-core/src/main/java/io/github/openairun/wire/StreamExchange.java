package io.github.openairun.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One request whose answer is a stream. The answer is read chunk by chunk, when asked
 * for; an answer that is no stream is read as a whole.
 */
final class StreamExchange implements HttpResponse.BodyHandler<byte[]> {

	private static final byte[] NOTHING = new byte[0];

	private final Listener listener;

	private final FailureClassifier failures;

	private final int maxSize;

	private int redirects;

	private volatile @Nullable CompletableFuture<HttpResponse<byte[]>> answer;

	/** Waits for the beginning of the answer. */
	private @Nullable Thread sender;

	private boolean senderInterrupted;

	private volatile Flow.@Nullable Subscription body;

	private long wanted;

	private volatile boolean cancelled;

	private volatile boolean streaming;

	private volatile boolean discarding;

	/**
	 * Create an exchange.
	 * @param failures knows which redirects are followed
	 * @param maxSize how many bytes a response may have that is no stream
	 */
	StreamExchange(Listener listener, FailureClassifier failures, int maxSize) {
		this.listener = listener;
		this.maxSize = maxSize;
		this.failures = failures;
	}

	/**
	 * Send the request.
	 * @param wait whether to keep this thread until the answer begins
	 */
	void send(HttpClient client, HttpRequest request, boolean wait) {
		if (wait) {
			sendAndWait(client, request);
		}
		else {
			sendAsync(client, request);
		}
	}

	private void sendAsync(HttpClient client, HttpRequest request) {
		CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, this);
		this.answer = answer;
		answer.whenComplete((response, failure) -> {
			HttpRequest next = redirected(request, response);
			if (next != null) {
				sendAsync(client, next);
				return;
			}
			completed(response, unwrap(failure));
		});
		if (this.cancelled) {
			cancel();
		}
	}

	/**
	 * The asynchronous twin hands every answer to the common pool, which is a new thread
	 * each time on a machine with two processors.
	 */
	private void sendAndWait(HttpClient client, HttpRequest request) {
		synchronized (this) {
			this.sender = Thread.currentThread();
		}
		HttpResponse<byte[]> response = null;
		Throwable failure = null;
		try {
			if (!this.cancelled) {
				response = client.send(request, this);
				for (HttpRequest next = redirected(request, response); next != null; next = redirected(next,
						response)) {
					response = client.send(next, this);
				}
			}
		}
		catch (IOException ex) {
			failure = ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			failure = new IOException("The request was interrupted", ex);
		}
		finally {
			waitedEnough();
		}
		completed(response, failure);
	}

	/**
	 * Return the request to send instead, or {@code null} if there is none to be sent.
	 */
	private @Nullable HttpRequest redirected(HttpRequest request, @Nullable HttpResponse<byte[]> response) {
		if (response == null || this.cancelled) {
			return null;
		}
		URI redirected = this.failures.redirected(HttpMethod.valueOf(request.method()), request.uri(),
				response.statusCode(), response.headers().firstValue("location").orElse(null), this.redirects++);
		return (redirected != null) ? HttpRequest.newBuilder(request, (name, value) -> true).uri(redirected).build()
				: null;
	}

	/** Forget an interruption that was only to end the waiting. */
	private synchronized void waitedEnough() {
		this.sender = null;
		if (this.senderInterrupted) {
			Thread.interrupted();
		}
	}

	/** The beginning of a stream was told as soon as it was known. */
	private void completed(@Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
		if (!this.streaming) {
			this.listener.answered((response != null)
					? new StreamResponse(response.statusCode(), response.headers(), response.body()) : null, failure);
		}
		else if (failure != null) {
			this.listener.ended(failure);
		}
	}

	private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * Read more chunks.
	 */
	void more(int chunks) {
		want(chunks);
	}

	/**
	 * Read what is left and forget it, so that the connection can be used again.
	 */
	void discard() {
		this.discarding = true;
		want(Long.MAX_VALUE);
	}

	/**
	 * The answer may be known before its body can be asked for.
	 */
	private void want(long chunks) {
		Flow.Subscription body;
		synchronized (this) {
			body = this.body;
			if (body == null) {
				this.wanted = chunks;
			}
		}
		if (body != null) {
			body.request(chunks);
		}
	}

	/**
	 * Close the stream.
	 */
	void cancel() {
		this.cancelled = true;
		CompletableFuture<?> answer = this.answer;
		if (answer != null) {
			answer.cancel(true);
		}
		Flow.Subscription body = this.body;
		if (body != null) {
			body.cancel();
		}
		interruptSender();
	}

	private synchronized void interruptSender() {
		if (this.sender != null && this.sender != Thread.currentThread()) {
			this.senderInterrupted = true;
			this.sender.interrupt();
		}
	}

	@Override
	public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
		String type = info.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
		boolean succeeded = info.statusCode() >= 200 && info.statusCode() < 300;
		if (!succeeded || type.contains("json")) {
			return new LimitedBody(this.maxSize);
		}
		this.streaming = true;
		this.listener.answered(new StreamResponse(info.statusCode(), info.headers(), NOTHING), null);
		return new Body();
	}

	/**
	 * Is told how an exchange goes, on any thread.
	 */
	interface Listener {

		void answered(@Nullable StreamResponse answer, @Nullable Throwable failure);

		void received(byte[] chunk);

		void ended(@Nullable Throwable failure);

	}

	private final class Body implements HttpResponse.BodySubscriber<byte[]> {

		@Override
		public CompletionStage<byte[]> getBody() {
			return CompletableFuture.completedFuture(NOTHING);
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			long chunks;
			synchronized (StreamExchange.this) {
				StreamExchange.this.body = subscription;
				chunks = StreamExchange.this.wanted;
			}
			if (StreamExchange.this.cancelled) {
				subscription.cancel();
			}
			else if (chunks > 0) {
				subscription.request(chunks);
			}
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			if (!StreamExchange.this.discarding) {
				StreamExchange.this.listener.received(join(buffers));
			}
		}

		private static byte[] join(List<ByteBuffer> buffers) {
			int size = 0;
			for (ByteBuffer buffer : buffers) {
				size += buffer.remaining();
			}
			byte[] chunk = new byte[size];
			int offset = 0;
			for (ByteBuffer buffer : buffers) {
				int length = buffer.remaining();
				buffer.get(chunk, offset, length);
				offset += length;
			}
			return chunk;
		}

		@Override
		public void onError(Throwable failure) {
			StreamExchange.this.listener.ended((failure != null) ? failure : new IOException("The stream broke"));
		}

		@Override
		public void onComplete() {
			StreamExchange.this.listener.ended(null);
		}

	}

}
