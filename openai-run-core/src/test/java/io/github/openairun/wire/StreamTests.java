package io.github.openairun.wire;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

import io.github.openairun.ManualTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for streams as they go over the network.
 */
class StreamTests extends AbstractStreamTests {

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
	void completesWhenTheServerEndsTheStream() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
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
				"text openai-stream-work", "text b");
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
	void opensNothingWithoutATransport() {
		WireClient without = new WireClient(RestClient.create("http://localhost"), null, RetryPolicy.defaults(),
				ManualTaskScheduler.jumping());
		assertThat(without.hasStreams()).isFalse();
		assertThatIllegalStateException()
			.isThrownBy(() -> without.stream(new StreamFixture.Protocol(StreamFixture.post("/runs"))));
	}

}
