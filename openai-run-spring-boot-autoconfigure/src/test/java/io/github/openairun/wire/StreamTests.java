package io.github.openairun.wire;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ServerErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for streams as they go over the network.
 */
@Timeout(30)
class StreamTests {

	private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	private SocketServer server;

	private StreamFixture fixture;

	private StreamFixture serve(SocketServer.Script script) {
		return serve(StreamTransport.Settings.defaults(), script);
	}

	private StreamFixture serve(StreamTransport.Settings settings, SocketServer.Script script) {
		this.server = new SocketServer((connection) -> {
			this.requests.add(connection.request());
			script.serve(connection);
		});
		this.fixture = new StreamFixture(this.server.baseUrl(), settings);
		return this.fixture;
	}

	@AfterEach
	void close() throws Exception {
		if (this.fixture != null) {
			this.fixture.close();
			this.server.close();
		}
	}

	@Test
	void tellsWhatTheServerPushesAsItComes() throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			seen.await();
			connection.push(StreamFixture.text("Hi") + "data: [DONE]\n\n");
			connection.end();
		});
		EventLog log = EventLog.of(fixture.post());
		while (log.events().isEmpty()) {
			Thread.onSpinWait();
		}
		seen.countDown();
		assertThat(log.completed().told()).containsExactly("run queued", "text Hi");
	}

	@Test
	void sendsTheRequestAsTheClientWould() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.end();
		});
		EventLog.of(fixture.post()).completed();
		assertThat(this.requests.take()).startsWith("POST /runs HTTP/1.1\r\n")
			.containsIgnoringCase("Authorization: Bearer key-1\r\n")
			.containsIgnoringCase("X-Tenant: t1\r\n")
			.containsIgnoringCase("Content-Type: application/json\r\n")
			.containsIgnoringCase("Accept: text/event-stream, application/json\r\n")
			.doesNotContainIgnoringCase("Upgrade:")
			.endsWith("{\"a\":1}");
	}

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

	/**
	 * The timer of the lingering connection is gone when the connection can be reused.
	 */
	private void awaitNoTimer() {
		while (this.fixture.timer.size() > 0) {
			Thread.onSpinWait();
		}
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
		fixture.timer.pass(Duration.ofSeconds(1));
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
		assertThat(fixture.timer.size()).isZero();
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
	void asksForOneEventAfterTheOtherWithoutRecursion() throws Exception {
		int events = 20_000;
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.push(StreamFixture.text("x").repeat(events));
			connection.end();
		});
		assertThat(EventLog.oneByOne(fixture.post()).completed().events()).hasSize(events + 1);
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
		fixture.timer.pass(Duration.ofSeconds(59));
		assertThat(log.hasEnded()).isFalse();
		fixture.timer.pass(Duration.ofSeconds(1));
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
		fixture.timer.pass(Duration.ofSeconds(50));
		pushes.add(": heartbeat\n\n" + StreamFixture.text("still here"));
		awaitIdle(2);
		fixture.timer.pass(Duration.ofSeconds(50));
		assertThat(log.hasEnded()).isFalse();
		fixture.timer.pass(Duration.ofSeconds(10));
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
		fixture.timer.pass(Duration.ofHours(1));
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
		while (fixture.timer.size() == 0) {
			Thread.onSpinWait();
		}
		fixture.timer.pass(Duration.ofSeconds(60));
		assertThat(log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasMessageContaining("thread_1")
			.hasRootCauseMessage("no answer within 60000 ms");
	}

	@Test
	void failsWithoutDemandWhenTheRequestIsRefused() throws Exception {
		StreamFixture fixture = serve((connection) -> connection
			.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"));
		assertThat(EventLog.of(fixture.post(), 0).failure()).isInstanceOf(BadRequestException.class);
	}

	@Test
	void doesNotKnowTheOutcomeIfTheStreamBreaksBeforeItTellsOfARun() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.text("too early"));
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasCauseInstanceOf(ApiConnectionException.class)
			.hasRootCauseInstanceOf(IOException.class);
	}

	@Test
	void doesNotKnowTheOutcomeIfTheStreamEndsBeforeItTellsOfARun() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(": nothing\n\n");
			connection.end();
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(RunOutcomeUnknownException.class);
	}

	@Test
	void losesTheConnectionIfTheStreamBreaksLater() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued") + StreamFixture.text("Hel"));
		});
		EventLog log = EventLog.of(fixture.post());
		assertThat(log.failure()).isInstanceOf(ApiConnectionException.class);
		assertThat(log.told()).containsExactly("run queued", "text Hel");
	}

	@Test
	void losesTheConnectionIfAStreamThatOnlyReadsBreaks() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.text("Hel"));
		});
		assertThat(EventLog.of(fixture.get()).failure()).isInstanceOf(ApiConnectionException.class);
	}

	@Test
	void completesWhenTheServerEndsTheStream() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.end();
		});
		assertThat(EventLog.of(fixture.post()).completed().told()).containsExactly("run queued");
	}

	@Test
	void failsWithAnErrorThatIsPushed() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued")
					+ "event: error\ndata: {\"type\":\"server_error\",\"message\":\"overloaded, key-1\"}\n\n");
			connection.awaitClose();
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(ServerErrorException.class)
			.hasMessageContaining("overloaded, ***")
			.hasMessageContaining("req_1");
	}

	@Test
	void doesNotKnowTheOutcomeIfAnErrorIsPushedBeforeAnythingElse() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection
				.push("event: error\ndata: {\"error\":{\"type\":\"server_error\",\"message\":\"overloaded\"}}\n\n");
			connection.awaitClose();
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasCauseInstanceOf(ServerErrorException.class);
	}

	@Test
	void isRefusedIfAnErrorSaysSoBeforeAnythingElse() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection
				.push("event: error\ndata: {\"type\":\"invalid_request_error\",\"code\":\"conversation_locked\"}\n\n");
			connection.awaitClose();
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(BadRequestException.class);
	}

	@Test
	void readsAnAnswerThatIsNoStreamAsOneEvent() throws Exception {
		StreamFixture fixture = serve((connection) -> connection
			.write("HTTP/1.1 200 OK\r\nContent-Length: 32\r\nContent-Type: application/json\r\n\r\n"
					+ "{\"type\":\"run\",\"status\":\"failed\"}"));
		assertThat(EventLog.of(fixture.post()).completed().told()).containsExactly("run failed");
	}

	@Test
	void refusesAnEventThatIsTooLarge() throws Exception {
		StreamFixture fixture = serve(StreamTransport.Settings.defaults().withMaxEventSize(500), (connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued") + StreamFixture.text("x".repeat(600)));
			connection.awaitClose();
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(InvalidResponseException.class)
			.hasMessageContaining("more than 500 bytes");
	}

	@Test
	void passesOverEventsThatCannotBeRead() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push("event: run\ndata: {\"status\n\nevent: run\ndata: []\n\nevent: new\ndata: 1\n\n"
					+ StreamFixture.run("queued"));
			connection.end();
		});
		assertThat(EventLog.of(fixture.post()).completed().told()).containsExactly("run queued");
	}

	@Test
	void doesWhatMayBlockOnAThreadOfItsOwnAndInOrder() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued") + "event: blocking\ndata: {}\n\n" + StreamFixture.text("b"));
			connection.end();
		});
		assertThat(EventLog.of(fixture.post()).completed().told()).containsExactly("run queued",
				"text openai-stream-work-1", "text b");
	}

	@Test
	void hasOneSubscriber() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.end();
		});
		Flow.Publisher<RunEvent> publisher = fixture.post();
		EventLog.of(publisher).completed();
		assertThat(EventLog.of(publisher).failure()).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void failsOnADemandThatIsNone() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.awaitClose();
		});
		EventLog log = EventLog.of(fixture.post(), 0);
		log.subscription().request(0);
		assertThat(log.failure()).isInstanceOf(IllegalArgumentException.class);
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

	@Test
	void opensNothingWithoutATransport() {
		WireClient without = new WireClient(RestClient.create("http://localhost"), null, RetryPolicy.defaults(),
				(pause) -> {
				}, Clock.systemUTC());
		assertThat(without.hasStreams()).isFalse();
		assertThatIllegalStateException()
			.isThrownBy(() -> without.stream(new StreamFixture.Protocol(StreamFixture.post("/runs"))));
	}

	/** Wait until so many chunks have come and the stream waits for another. */
	private void awaitIdle(int chunks) {
		while (this.fixture.timer.readings() < chunks + 2) {
			Thread.onSpinWait();
		}
	}

}
