package io.github.openairun.test.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Delivers webhooks with a thread of its own, so that a slow receiver keeps nobody from
 * the server, and tries again as long as one is not taken.
 */
final class WebhookCourier {

	private static final int ATTEMPTS = 8;

	/** The pause behind the first attempt; each one is twice as long as that before. */
	private static final Duration PAUSE = Duration.ofMillis(25);

	/** Lets the answer go out that tells the client of the response. */
	private static final Duration HEAD_START = Duration.ofMillis(5);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Consumer<SentWebhook> sent;

	private @Nullable ScheduledExecutorService executor;

	private @Nullable HttpClient client;

	private boolean closed;

	WebhookCourier(Consumer<SentWebhook> sent) {
		this.sent = sent;
	}

	void follow(Follower follower) {
		later(HEAD_START, () -> look(follower));
	}

	private void look(Follower follower) {
		Duration wait = follower.look();
		if (wait != null) {
			later(wait, () -> look(follower));
		}
	}

	/**
	 * Delivers a webhook.
	 * @param headers signs it for an attempt
	 */
	void deliver(WebhookMessage message, URI url, Supplier<Map<String, String>> headers) {
		later(HEAD_START, () -> attempt(message, url, headers, 1));
	}

	private void attempt(WebhookMessage message, URI url, Supplier<Map<String, String>> headers, int attempt) {
		SentWebhook result = send(message, url, headers.get(), attempt);
		if (!result.delivered() && attempt < ATTEMPTS) {
			later(PAUSE.multipliedBy(1L << attempt), () -> attempt(message, url, headers, attempt + 1));
		}
	}

	SentWebhook send(WebhookMessage message, URI url, Map<String, String> headers, int attempt) {
		HttpRequest.Builder request = HttpRequest.newBuilder(url)
			.timeout(TIMEOUT)
			.header("content-type", "application/json")
			.header("user-agent", "OpenAI/1.0 (simulator)")
			.POST(HttpRequest.BodyPublishers.ofString(message.body()));
		headers.forEach(request::header);
		SentWebhook result = new SentWebhook(message.id(), message.type(), message.responseId(), attempt,
				status(request.build()));
		this.sent.accept(result);
		return result;
	}

	private int status(HttpRequest request) {
		try {
			return client().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

	private synchronized HttpClient client() {
		if (this.client == null) {
			this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		}
		return this.client;
	}

	private synchronized void later(Duration time, Runnable task) {
		if (this.closed) {
			return;
		}
		if (this.executor == null) {
			this.executor = Executors.newSingleThreadScheduledExecutor((work) -> {
				Thread thread = new Thread(work, "openai-simulator-webhooks");
				thread.setDaemon(true);
				return thread;
			});
		}
		this.executor.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
	}

	synchronized void close() {
		this.closed = true;
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

}
