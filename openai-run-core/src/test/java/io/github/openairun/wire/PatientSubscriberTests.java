package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.openairun.BadRequestException;
import io.github.openairun.RunOutcomeUnknownException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for subscribers whose thread may be kept until the server begins to answer.
 */
class PatientSubscriberTests extends AbstractStreamTests {

	private final EventLog log = EventLog.unsubscribed(Long.MAX_VALUE);

	private Thread subscriber;

	@Test
	void keepsTheThreadUntilTheAnswerBegins() throws Exception {
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
	void readsARefusalAsAnybodyElse() throws Exception {
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
	void keepsTheThreadNoLongerThanItsPatience() throws Exception {
		FutureTask<Boolean> subscription = waitForSilence(Duration.ofSeconds(7));
		this.fixture.timer.advance(Duration.ofSeconds(7));
		assertThat(subscription.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
		assertThat(this.log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasRootCauseMessage("no answer within 7000 ms");
	}

	@Test
	void keepsTheThreadNoLongerThanAnAnswerMayTake() throws Exception {
		FutureTask<Boolean> subscription = waitForSilence(Duration.ofMinutes(5));
		this.fixture.timer.advance(Duration.ofSeconds(60));
		assertThat(subscription.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
		assertThat(this.log.failure()).hasRootCauseMessage("no answer within 60000 ms");
	}

	@Test
	void neverKeepsTheThreadOfOthersButWaitsNoLongerForThem() throws Exception {
		StreamFixture fixture = serve(SocketServer.Connection::awaitClose);
		fixture.post().subscribe(new Patient(this.log, Duration.ofSeconds(7), false));
		this.requests.take();
		while (fixture.transport.timeouts().size() == 0) {
			Thread.onSpinWait();
		}
		fixture.timer.advance(Duration.ofSeconds(7));
		assertThat(this.log.failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.hasRootCauseMessage("no answer within 7000 ms");
	}

	@Test
	void letsTheThreadGoWhenTheStreamIsCancelled() throws Exception {
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
	private FutureTask<Boolean> waitForSilence(Duration patience) throws InterruptedException {
		FutureTask<Boolean> subscription = subscribe(serve(SocketServer.Connection::awaitClose), patience);
		this.requests.take();
		awaitWaiting();
		return subscription;
	}

	/** Subscribe on a thread of its own, and return whether it was left interrupted. */
	private FutureTask<Boolean> subscribe(StreamFixture fixture, Duration patience) {
		FutureTask<Boolean> subscription = new FutureTask<>(() -> {
			fixture.post().subscribe(new Patient(this.log, patience, true));
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

	private record Patient(EventLog log, Duration patience, boolean keepsThread) implements RunEventSubscriber {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.log.onSubscribe(subscription);
		}

		@Override
		public void onNext(RunEvent event) {
			this.log.onNext(event);
		}

		@Override
		public void onError(Throwable failure) {
			this.log.onError(failure);
		}

		@Override
		public void onComplete() {
			this.log.onComplete();
		}

		@Override
		public void onPause() {
		}

	}

}
