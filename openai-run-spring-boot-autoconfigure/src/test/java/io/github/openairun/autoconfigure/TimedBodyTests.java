package io.github.openairun.autoconfigure;

import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimedBody}.
 */
class TimedBodyTests {

	private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

	private final Flow.Subscription subscription = new Flow.Subscription() {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
			TimedBodyTests.this.cancelled.complete(true);
		}

	};

	@Test
	void failsAndLeavesTheConnectionWhenTheServerStopsInTheMiddle() {
		TimedBody body = new TimedBody(Duration.ofMillis(1));
		body.onSubscribe(this.subscription);
		body.onNext(bytes("half"));
		assertThat(body.getBody().toCompletableFuture()).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(HttpTimeoutException.class);
		assertThat(this.cancelled).succeedsWithin(10, TimeUnit.SECONDS);
	}

	private static List<ByteBuffer> bytes(String text) {
		return List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

}
