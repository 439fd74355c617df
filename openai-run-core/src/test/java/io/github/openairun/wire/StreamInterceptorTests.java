package io.github.openairun.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import io.github.openairun.ApiException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RateLimitException;
import io.github.openairun.RunOutcomeUnknownException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Interceptors of the RestClient receive the true response of a stream.
 */
class StreamInterceptorTests extends AbstractStreamTests {

	private static final UnaryOperator<WireClient> BACKGROUND = UnaryOperator.identity();

	private static final UnaryOperator<WireClient> BLOCKING = WireClient::withBlockingStreams;

	private static final String ERROR = "{\"error\":{\"message\":\"No, key-1\"}}";

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final ClientHttpRequestInterceptor recorder = (request, body, execution) -> {
		ClientHttpResponse response = execution.execute(request, body);
		this.seen.add(response.getStatusCode().value() + " " + response.getHeaders().getFirst("x-request-id") + " "
				+ new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
		return response;
	};

	static Stream<Arguments> modes() {
		return Stream.of(Arguments.of("background", BACKGROUND), Arguments.of("blocking", BLOCKING));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void receivesStatusAndHeadersOfAStream(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept((connection) -> stream(connection, "Hi"), this.recorder);
		assertThat(EventLog.of(this.fixture.with(client)).completed().told()).containsExactly("run queued", "text Hi");
		assertThat(this.seen).containsExactly("200 req_1 ");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void receivesTheErrorsOfTheServer(String mode, UnaryOperator<WireClient> client) throws Exception {
		for (int status : new int[] { 401, 429, 503 }) {
			intercept((connection) -> refuse(connection, status), this.recorder);
			Throwable polled = catchThrowable(
					() -> this.fixture.client.withoutRetries().exchange(StreamFixture.post("/runs")));
			Throwable streamed = EventLog.of(this.fixture.with(client)).failure();
			assertThat(streamed).hasSameClassAs(polled);
			assertThat(refusal(streamed)).hasMessageContaining("returned " + status).hasMessageContaining("No, ***");
			assertThat(this.seen).hasSize(2).containsOnly(status + " req_2 " + ERROR);
			this.seen.clear();
			close();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayRepeatARequest(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept((connection) -> {
			if (this.requests.size() == 1) {
				refuse(connection, 503);
			}
			else {
				stream(connection, "Hi");
			}
		}, repeating(HttpStatus.SERVICE_UNAVAILABLE), this.recorder);
		assertThat(EventLog.of(this.fixture.with(client)).completed().told()).containsExactly("run queued", "text Hi");
		assertThat(this.seen).containsExactly("503 req_2 " + ERROR, "200 req_1 ");
		assertThat(this.requests).hasSize(2);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayRenewAToken(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept((connection) -> {
			if (this.requests.size() == 1) {
				refuse(connection, 401);
			}
			else {
				stream(connection, "Hi");
			}
		}, (request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			if (response.getStatusCode() != HttpStatus.UNAUTHORIZED) {
				return response;
			}
			response.close();
			request.getHeaders().setBearerAuth("renewed");
			return execution.execute(request, body);
		});
		assertThat(EventLog.of(this.fixture.with(client)).completed().told()).containsExactly("run queued", "text Hi");
		assertThat(this.requests.take()).containsIgnoringCase("Bearer key-1");
		assertThat(this.requests.take()).containsIgnoringCase("Bearer renewed");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void readsTheExchangeThatWasSentLast(String mode, UnaryOperator<WireClient> client) throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		intercept((connection) -> {
			if (this.requests.size() == 1) {
				connection.begin();
				connection.push(StreamFixture.run("failed"));
				connection.awaitClose();
				closed.complete(null);
			}
			else {
				stream(connection, "second");
			}
		}, repeating(HttpStatus.OK));
		assertThat(EventLog.of(this.fixture.with(client)).completed().told()).containsExactly("run queued",
				"text second");
		closed.get(10, TimeUnit.SECONDS);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayRespondWithAnError(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept(SocketServer.Connection::awaitClose,
				(request, body, execution) -> response(HttpStatus.TOO_MANY_REQUESTS, ERROR));
		Throwable failure = EventLog.of(this.fixture.with(client)).failure();
		assertThat(refusal(failure)).isInstanceOf(RateLimitException.class).hasMessageContaining("No, ***");
		assertThat(this.requests).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayRespondWithEvents(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept((connection) -> refuse(connection, 503), (request, body, execution) -> {
			execution.execute(request, body).close();
			return response(HttpStatus.OK, StreamFixture.run("queued") + StreamFixture.text("cached"));
		});
		assertThat(EventLog.of(this.fixture.with(client)).completed().told()).containsExactly("run queued",
				"text cached");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayNotRespondWithNothing(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept(SocketServer.Connection::awaitClose, (request, body, execution) -> response(HttpStatus.OK, ""));
		assertThat(EventLog.of(this.fixture.with(client)).failure()).isInstanceOf(InvalidResponseException.class)
			.hasMessageContaining("POST /runs")
			.hasMessageContaining("interceptor");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayFailAsWithoutAStream(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept(SocketServer.Connection::awaitClose, (request, body, execution) -> {
			throw new IOException("no token");
		});
		Throwable polled = catchThrowable(
				() -> this.fixture.client.withoutRetries().exchange(StreamFixture.post("/runs")));
		assertThat(EventLog.of(this.fixture.with(client)).failure()).hasSameClassAs(polled)
			.isInstanceOf(RunOutcomeUnknownException.class)
			.hasRootCauseMessage("no token");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("modes")
	void mayRepeatWhatGotNoResponse(String mode, UnaryOperator<WireClient> client) throws Exception {
		intercept((connection) -> {
			if (this.requests.size() > 1) {
				stream(connection, "Hi");
			}
		}, (request, body, execution) -> {
			try {
				return execution.execute(request, body);
			}
			catch (IOException ex) {
				return execution.execute(request, body);
			}
		});
		assertThat(EventLog.of(this.fixture.with(client)).completed().told()).containsExactly("run queued", "text Hi");
	}

	@Test
	void subscribingWaitsUntilTheResponseBegins() throws Exception {
		CountDownLatch response = new CountDownLatch(1);
		intercept((connection) -> {
			response.await();
			stream(connection, "Hi");
		}, this.recorder);
		EventLog log = EventLog.unsubscribed(Long.MAX_VALUE);
		CompletableFuture<Void> subscribed = CompletableFuture.runAsync(() -> this.fixture.post().subscribe(log));
		this.requests.take();
		assertThat(subscribed).isNotDone();
		response.countDown();
		subscribed.get(10, TimeUnit.SECONDS);
		log.completed();
	}

	@Test
	void withoutInterceptorsSubscribingDoesNotWait() throws Exception {
		CountDownLatch response = new CountDownLatch(1);
		serve((connection) -> {
			response.await();
			stream(connection, "Hi");
		});
		EventLog log = EventLog.of(this.fixture.post());
		response.countDown();
		log.completed();
	}

	@Test
	void aCancelledStreamIsNotSentAgain() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		intercept((connection) -> {
			connection.awaitClose();
			closed.complete(null);
		}, repeating(null));
		EventLog log = EventLog.unsubscribed(1);
		CompletableFuture<Void> subscribed = CompletableFuture.runAsync(() -> this.fixture.post().subscribe(log));
		this.requests.take();
		log.subscription().cancel();
		closed.get(10, TimeUnit.SECONDS);
		subscribed.get(10, TimeUnit.SECONDS);
		assertThat(this.requests).isEmpty();
		assertThat(log.hasEnded()).isFalse();
	}

	private static ClientHttpRequestInterceptor repeating(HttpStatus status) {
		return (request, body, execution) -> {
			try {
				ClientHttpResponse response = execution.execute(request, body);
				return (response.getStatusCode() == status) ? execution.execute(request, body) : response;
			}
			catch (IOException ex) {
				if (status != null) {
					throw ex;
				}
				return execution.execute(request, body);
			}
		};
	}

	private static ClientHttpResponse response(HttpStatus status, String body) {
		return new BufferedResponse(status, new HttpHeaders(), body.getBytes(StandardCharsets.UTF_8));
	}

	private static Throwable refusal(Throwable failure) {
		return (failure.getCause() instanceof ApiException cause) ? cause : failure;
	}

	private static void stream(SocketServer.Connection connection, String text) throws IOException {
		connection.begin();
		connection.push(StreamFixture.run("queued") + StreamFixture.text(text) + "data: [DONE]\n\n");
		connection.end();
	}

	private static void refuse(SocketServer.Connection connection, int status) throws IOException {
		connection.write("HTTP/1.1 " + status + " No\r\nContent-Type: application/json\r\nConnection: close\r\n"
				+ "x-request-id: req_2\r\nContent-Length: " + ERROR.length() + "\r\n\r\n" + ERROR);
	}

	private void intercept(SocketServer.Script script, ClientHttpRequestInterceptor... interceptors) {
		this.server = new SocketServer((connection) -> {
			this.requests.add(connection.request());
			script.serve(connection);
		});
		this.fixture = new StreamFixture(this.server.baseUrl(), StreamTransport.Settings.defaults(), interceptors);
	}

}
