package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.openairun.BadRequestException;
import io.github.openairun.RunOutcomeUnknownException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for streams whose subscribing thread waits until the response begins.
 */
class BlockingStreamTests extends AbstractStreamTests {

	private final EventLog log = EventLog.unsubscribed(Long.MAX_VALUE);

	private Thread subscriber;

	@Test
	void blocksUntilTheResponseBegins() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		StreamFixture fixture = serve((connection) -> {
			answer.await();
			connection.begin();
			connection.push(StreamFixture.run("queued") + StreamFixture.text("Hi") + "data: [DONE]\n\n");
		});
		FutureTask<Boolean> subscription = subscribe(fixture, Duration.ofMinutes(5));
		this.requests.take();
		awaitWaiting();
		assertThat(subscription).isNotDone();
		answer.countDown();
		assertThat(subscription.get(10, TimeUnit.SECONDS)).isFalse();
		assertThat(this.log.completed().told()).containsExactly("run queued", "text Hi");
	}

	@Test
	void failsWithTheErrorOfTheServer() throws Exception {
		StreamFixture fixture = serve((connection) -> connection.write("""
				HTTP/1.1 400 Bad Request\r
				content-type: application/json\r
				content-length: 26\r
				\r
				{"error":{"message":"No"}}"""));
		assertThat(subscribe(fixture, Duration.ofMinutes(5)).get(10, TimeUnit.SECONDS)).isFalse();
		assertThat(this.log.failure()).isInstanceOf(BadRequestException.class).hasMessageContaining("No");
	}

	@Test
	void blocksNoLongerThanTheResponseTimeout() throws Exception {
		FutureTask<Boolean> subscription = waitForSilence(Duration.ofSeconds(7));
		this.fixture.timer.advance(Duration.ofSeconds(7));
		assertThat(subscription.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
		assertThat(this.log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasRootCauseMessage("no response within 7000 ms");
	}

	@Test
	void blocksNoLongerThanTheTransportAllows() throws Exception {
		FutureTask<Boolean> subscription = waitForSilence(Duration.ofMinutes(5));
		this.fixture.timer.advance(Duration.ofSeconds(60));
		assertThat(subscription.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
		assertThat(this.log.failure()).hasRootCauseMessage("no response within 60000 ms");
	}

	@Test
	void responseTimeoutAppliesWithoutBlockingToo() throws Exception {
		StreamFixture fixture = serve(SocketServer.Connection::awaitClose);
		fixture.with((client) -> client.withResponseTimeout(Duration.ofSeconds(7))).subscribe(this.log);
		this.requests.take();
		while (fixture.transport.timeouts().size() == 0) {
			Thread.onSpinWait();
		}
		fixture.timer.advance(Duration.ofSeconds(7));
		assertThat(this.log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasRootCauseMessage("no response within 7000 ms");
	}

	@Test
	void stopsBlockingWhenTheStreamIsCancelled() throws Exception {
		FutureTask<Boolean> subscription = waitForSilence(Duration.ofMinutes(5));
		this.log.subscription().cancel();
		assertThat(subscription.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
		assertThat(this.log.hasEnded()).isFalse();
	}

	@Test
	void failsAndStaysInterruptedIfTheThreadIsInterrupted() throws Exception {
		FutureTask<Boolean> subscription = waitForSilence(Duration.ofMinutes(5));
		this.subscriber.interrupt();
		assertThat(subscription.get(10, TimeUnit.SECONDS)).as("interrupted").isTrue();
		assertThat(this.log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasRootCauseInstanceOf(InterruptedException.class);
	}

	/** Subscribe to a server that has read the request and does not answer. */
	private FutureTask<Boolean> waitForSilence(Duration timeout) throws InterruptedException {
		FutureTask<Boolean> subscription = subscribe(serve(SocketServer.Connection::awaitClose), timeout);
		this.requests.take();
		awaitWaiting();
		return subscription;
	}

	/** Subscribe on a thread of its own, and return whether it was left interrupted. */
	private FutureTask<Boolean> subscribe(StreamFixture fixture, Duration timeout) {
		FutureTask<Boolean> subscription = new FutureTask<>(() -> {
			fixture.with((client) -> client.withResponseTimeout(timeout).withBlockingStreams()).subscribe(this.log);
			return Thread.interrupted();
		});
		this.subscriber = new Thread(subscription, "subscriber");
		this.subscriber.setDaemon(true);
		this.subscriber.start();
		return subscription;
	}

	/** The request was read by the server, so the thread waits for its answer only. */
	private void awaitWaiting() {
		while (this.subscriber.getState() != Thread.State.WAITING || this.fixture.transport.timeouts().size() == 0) {
			Thread.onSpinWait();
		}
	}

}
