package io.github.openairun.wire;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ServerErrorException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a stream comes to that breaks or brings what it should not.
 */
class StreamBreakTests extends AbstractStreamTests {

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

	@ParameterizedTest
	@ValueSource(strings = { "", ": nothing\n\n", "data: [DONE]\n\n",
			"event: text\ndata: {\"text\":\"a\"}\n\ndata: [DONE]\n\n" })
	void namesTheEndpointIfTheStreamEndsBeforeAnEventAboutTheRun(String events) throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			if (!events.isEmpty()) {
				connection.push(events);
			}
			connection.end();
		});
		assertThat(EventLog.of(fixture.post()).failure()).isInstanceOf(RunOutcomeUnknownException.class)
			.cause()
			.isInstanceOf(InvalidResponseException.class)
			.hasMessageContaining("POST /runs")
			.hasMessageContaining("req_1");
	}

	@Test
	void aStreamThatOnlyReadsMayEndWithoutAnEvent() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push("data: [DONE]\n\n");
			connection.end();
		});
		assertThat(EventLog.of(fixture.get()).completed().told()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsWithAnErrorOfReadingOrOfWork(boolean work) throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.run("queued"));
			connection.awaitClose();
		});
		Runnable failing = () -> {
			throw new StackOverflowError("deep");
		};
		StreamOperation operation = new StreamOperation() {

			@Override
			public WireRequest open() {
				return StreamFixture.post("/runs");
			}

			@Override
			public void read(ServerEvent event, StreamSink sink) {
				if (work) {
					sink.blocking(failing);
				}
				else {
					failing.run();
				}
			}

		};
		assertThat(EventLog.of(fixture.client.stream(operation)).failure()).isInstanceOf(IllegalStateException.class)
			.hasRootCauseMessage("deep");
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

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void maySendAgainWhatBreaksOrEndsBeforeItTellsOfARun(boolean breaks) throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.push(StreamFixture.text("too early"));
			if (!breaks) {
				connection.end();
			}
		});
		StreamOperation operation = new StreamFixture.Protocol(StreamFixture.post("/runs").repeatable());
		assertThat(EventLog.of(fixture.client.stream(operation)).failure()).isInstanceOf(RepeatableException.class)
			.hasMessageContaining("POST /runs");
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
	void failsOnADemandThatIsNone() throws Exception {
		StreamFixture fixture = serve((connection) -> {
			connection.begin();
			connection.awaitClose();
		});
		EventLog log = EventLog.of(fixture.post(), 0);
		log.subscription().request(0);
		assertThat(log.failure()).isInstanceOf(IllegalArgumentException.class);
	}

}
