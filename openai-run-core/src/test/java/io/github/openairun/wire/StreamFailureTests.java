package io.github.openairun.wire;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.RunException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A stream that is not begun fails exactly as the same request fails without a stream.
 */
class StreamFailureTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	@ParameterizedTest
	@MethodSource("answers")
	void failsAsWithoutAStream(ResponseDefinitionBuilder answer) {
		server.stubFor(any(anyUrl()).willReturn(answer));
		try (StreamFixture fixture = new StreamFixture(server.baseUrl())) {
			WireClient single = fixture.client.withoutRetries();
			for (Callable<WireRequest> request : requests()) {
				Throwable expected = catchThrowable(() -> single.exchange(request.call()));
				Throwable failure = EventLog.of(fixture.client.stream(operation(request))).failure();
				assertThat(told(failure)).isEqualTo(told(expected));
			}
		}
	}

	private static Iterable<Callable<WireRequest>> requests() {
		return List.of(() -> StreamFixture.post("/runs"), () -> WireRequest.get("/runs"));
	}

	private static StreamOperation operation(Callable<WireRequest> request) {
		try {
			return new StreamFixture.Protocol(request.call());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Return the kinds and the words of a failure and of what is behind it. */
	private static String told(Throwable failure) {
		StringBuilder told = new StringBuilder();
		for (Throwable cause = failure; cause instanceof RunException; cause = cause.getCause()) {
			told.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage()).append('\n');
			if (cause instanceof RepeatableException repeatable) {
				told.append("pause ").append(repeatable.pause(0) != null).append('\n');
			}
		}
		assertThat(told).isNotEmpty();
		return told.toString();
	}

	static Stream<ResponseDefinitionBuilder> answers() {
		return Stream.of(status(400), status(401), status(403), status(404),
				status(404).withBody("{\"error\":{\"message\":\"No run found\"}}"), status(408), status(409),
				status(422), status(429), status(429).withBody("{\"error\":{\"code\":\"insufficient_quota\"}}"),
				status(429).withHeader("retry-after", "3"), status(429).withHeader("retry-after-ms", "300"),
				status(429).withHeader("retry-after", "600"), status(500), status(502), status(503),
				status(503).withHeader("retry-after", "1"), status(500).withHeader("x-should-retry", "true"),
				status(429).withHeader("x-should-retry", "false"), status(400).withHeader("x-should-retry", "true"),
				status(500).withBody("<html>key-1</html>").withHeader("x-request-id", "req_1"),
				aResponse().withFault(Fault.EMPTY_RESPONSE), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
	}

	private static ResponseDefinitionBuilder status(int status) {
		return aResponse().withStatus(status);
	}

	@Test
	void mayBeRepeatedIfThereIsNoConnection() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		try (StreamFixture fixture = new StreamFixture("http://localhost:" + port)) {
			Throwable failure = EventLog.of(fixture.post()).failure();
			assertThat(failure).isInstanceOf(RepeatableException.class)
				.hasCauseInstanceOf(ApiConnectionException.class);
			assertThat(((ApiConnectionException) failure.getCause()).requestSent()).isFalse();
		}
	}

}
