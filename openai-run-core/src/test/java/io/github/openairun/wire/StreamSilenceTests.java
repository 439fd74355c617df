package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.RunOutcomeUnknownException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers that say nothing for too long, and for connections that are closed.
 */
class StreamSilenceTests extends AbstractStreamTests {

	@Test
	void usesAConnectionAgainWhenItsStreamWasReadToTheEnd() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			for (int i = 0; i < 3; i++) {
				connection.begin();
				connection.push(StreamFixture.run("queued") + "data: [DONE]\n\n");
				connection.end();
				connection.request();
			}
		});
		for (int i = 0; i < 3; i++) {
			assertThat(EventLog.of(fixture.post()).completed().told()).containsExactly("run queued");
			awaitNoTimer();
		}
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void closesAConnectionThatTheServerLeavesOpenAfterTheLastWord() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued") + "data: [DONE]\n\n");
			connection.awaitClose();
			closed.complete(null);
		});
		EventLog.of(fixture.post()).completed();
		fixture.timer.advance(Duration.ofSeconds(1));
		closed.get(10, TimeUnit.SECONDS);
	}

	@Test
	void closesAConnectionAtOnceIfTheTransportIsClosedAfterTheLastWord() throws Exception {
		CountDownLatch last = new CountDownLatch(1);
		CompletableFuture<Void> closed = new CompletableFuture<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new AtTheEnd(() -> this.fixture.transport.close()));
		serve(StreamTransport.Settings.defaults().withObservations(registry), (connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			last.await();
			connection.push("data: [DONE]\n\n");
			connection.awaitClose();
			closed.complete(null);
		});
		EventLog log = EventLog.of(this.fixture.post());
		awaitIdle(1);
		last.countDown();
		log.completed();
		closed.get(10, TimeUnit.SECONDS);
	}

	@Test
	void closesTheConnectionWhenItIsCancelled() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.awaitClose();
			closed.complete(null);
		});
		EventLog log = EventLog.of(fixture.post());
		while (log.events().isEmpty()) {
			Thread.onSpinWait();
		}
		log.subscription().cancel();
		closed.get(10, TimeUnit.SECONDS);
		assertThat(log.hasEnded()).isFalse();
		assertThat(fixture.transport.timeouts().size()).isZero();
	}

	@Test
	void closesTheConnectionWhenItIsCancelledBeforeTheAnswer() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		StreamFixture fixture = serve((connection) -> {
			connection.awaitClose();
			closed.complete(null);
		});
		EventLog log = EventLog.of(fixture.post());
		this.requests.take();
		log.subscription().cancel();
		closed.get(10, TimeUnit.SECONDS);
	}

	@Test
	void readsNoMoreThanIsAskedFor() throws Exception {
		CompletableFuture<Long> written = new CompletableFuture<>();
		String event = StreamFixture.text("x".repeat(1000));
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			written.complete(connection.fill(event, 64 * 1024 * 1024));
			connection.awaitClose();
		});
		EventLog log = EventLog.of(fixture.post(), 1);
		assertThat(written.get(20, TimeUnit.SECONDS)).isLessThan(16 * 1024 * 1024);
		assertThat(log.told()).containsExactly("run queued");
		log.subscription().request(2);
		while (log.events().size() < 3) {
			Thread.onSpinWait();
		}
		log.subscription().cancel();
		assertThat(log.events()).hasSize(3);
	}

	@Test
	void failsWhenTheServerIsSilentForTooLong() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.awaitClose();
			closed.complete(null);
		});
		EventLog log = EventLog.of(fixture.post());
		awaitIdle(1);
		fixture.timer.advance(Duration.ofSeconds(59));
		assertThat(log.hasEnded()).isFalse();
		fixture.timer.advance(Duration.ofSeconds(1));
		assertThat(log.failure()).isInstanceOf(ApiConnectionException.class)
			.hasRootCauseMessage("silence for 60000 ms");
		closed.get(10, TimeUnit.SECONDS);
	}

	@Test
	void takesAHeartbeatAsASignOfLife() throws Exception {
		BlockingQueue<String> pushes = new LinkedBlockingQueue<>();
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.push(pushes.take());
			connection.awaitClose();
		});
		EventLog log = EventLog.of(fixture.post());
		awaitIdle(1);
		fixture.timer.advance(Duration.ofSeconds(50));
		int readings = fixture.timer.readings();
		pushes.add(": heartbeat\n\n" + StreamFixture.text("still here"));
		while (fixture.timer.readings() == readings) {
			Thread.onSpinWait();
		}
		fixture.timer.advance(Duration.ofSeconds(50));
		assertThat(log.hasEnded()).isFalse();
		fixture.timer.advance(Duration.ofSeconds(10));
		assertThat(log.failure()).isInstanceOf(ApiConnectionException.class);
	}

	@Test
	void doesNotCountSilenceWhileNothingIsAskedFor() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			end.await();
			connection.end();
		});
		EventLog log = EventLog.of(fixture.post(), 1);
		while (log.events().isEmpty()) {
			Thread.onSpinWait();
		}
		fixture.timer.advance(Duration.ofHours(1));
		assertThat(log.hasEnded()).isFalse();
		end.countDown();
		log.subscription().request(1);
		log.completed();
	}

	@Test
	void failsWhenTheAnswerDoesNotBegin() throws Exception {
		StreamFixture fixture = serve(SocketServer.Connection::awaitClose);
		EventLog log = EventLog.of(fixture.post());
		this.requests.take();
		while (fixture.transport.timeouts().size() == 0) {
			Thread.onSpinWait();
		}
		fixture.timer.advance(Duration.ofSeconds(60));
		assertThat(log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasMessageContaining("thread_1")
			.hasRootCauseMessage("no response within 60000 ms");
	}

	@Test
	void failsOpenStreamsWhenTheTransportIsClosed() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.awaitClose();
		});
		EventLog log = EventLog.of(fixture.post());
		awaitIdle(1);
		fixture.transport.close();
		assertThat(log.failure()).isInstanceOf(ApiConnectionException.class);
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(IllegalStateException.class);
	}

	private record AtTheEnd(Runnable action) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.action.run();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
