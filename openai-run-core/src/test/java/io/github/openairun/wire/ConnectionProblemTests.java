package io.github.openairun.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ManualTaskScheduler;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that {@link ConnectionProblem} names host, port and reason, for single requests
 * and for streams.
 */
class ConnectionProblemTests {

	@RegisterExtension
	static final WireMockExtension secure = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().dynamicHttpsPort())
		.build();

	@Test
	void hostThatCannotBeResolved() {
		assertProblem("https://api.openai-run.invalid/v1",
				"could not be sent: the host 'api.openai-run.invalid' cannot be resolved. Check openai.base-url");
	}

	@Test
	void portThatIsClosed() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertProblem("http://localhost:" + port,
				"could not be sent: localhost:" + port + " refuses connections. Check openai.base-url");
	}

	@Test
	void serverThatAcceptsNothingInTime() {
		Throwable timeout = new HttpConnectTimeoutException("HTTP connect timed out")
			.initCause(new ConnectException("HTTP connect timed out"));
		assertThat(ConnectionProblem.describe(URI.create("http://10.0.0.1/v1"), false, timeout))
			.isEqualTo("could not be sent: 10.0.0.1:80 did not accept the connection in time. Check openai.base-url");
		assertThat(ConnectionProblem.describe(URI.create("https://10.0.0.1:8000/v1"), false, timeout))
			.isEqualTo("could not be sent: 10.0.0.1:8000 did not accept the connection, or TLS on it, in time. "
					+ "Check openai.base-url");
	}

	@Test
	void methodThatBlocksAnEventLoop() {
		Throwable refusal = new IllegalStateException(
				"block()/blockFirst()/blockLast() are blocking, which is not supported in thread reactor-http-epoll-3");
		RestClient restClient = RestClient.builder().baseUrl("http://localhost").requestFactory((uri, method) -> {
			throw new IOException(refusal);
		}).build();
		ManualTaskScheduler timer = new ManualTaskScheduler();
		WireClient client = new WireClient(restClient, (request) -> "key", RetryPolicy.defaults(), timer);
		assertThat(catchThrowable(() -> client.exchange(StreamFixture.post("/runs"))))
			.isInstanceOfSatisfying(ApiConnectionException.class, (ex) -> assertThat(ex.requestSent()).isFalse())
			.hasMessageContaining("a method that blocks was called on an event loop. Use RunFlux");
		assertThat(timer.delays()).isEmpty();
	}

	@Test
	void certificateThatIsNotTrusted() {
		int port = secure.getRuntimeInfo().getHttpsPort();
		assertProblem("https://localhost:" + port,
				"could not be sent: TLS with localhost:" + port
						+ " failed (unable to find valid certification path to requested target). "
						+ "Check openai.base-url and openai.ssl.bundle");
	}

	private static void assertProblem(String baseUrl, String problem) {
		try (StreamFixture fixture = new StreamFixture(baseUrl)) {
			assertProblem(catchThrowable(() -> fixture.client.withoutRetries().exchange(StreamFixture.post("/runs"))),
					problem);
			assertProblem(EventLog.of(fixture.post()).failure(), problem);
		}
	}

	private static void assertProblem(Throwable thrown, String problem) {
		Throwable failure = (thrown instanceof RepeatableException repeatable) ? repeatable.failure() : thrown;
		assertThat(failure).isInstanceOfSatisfying(ApiConnectionException.class, (ex) -> {
			assertThat(ex).hasMessage("POST /runs " + problem);
			assertThat(ex.requestSent()).isFalse();
		});
	}

}
