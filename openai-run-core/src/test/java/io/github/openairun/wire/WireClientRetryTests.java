package io.github.openairun.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RateLimitException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ServerErrorException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WireClient}: what it repeats, after which pause, and what never.
 */
class WireClientRetryTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final ManualTaskScheduler scheduler = ManualTaskScheduler
		.jumpingFrom(Instant.parse("2026-11-22T00:00:00Z"));

	private WireClient client(ClientHttpRequestFactory factory, int port) {
		RestClient restClient = RestClient.builder()
			.baseUrl("http://localhost:" + port)
			.requestFactory(factory)
			.build();
		return new WireClient(restClient, null, new RetryPolicy(2, Duration.ofSeconds(60), () -> 0), this.scheduler);
	}

	private WireClient client() {
		return client(jdk(), server.getPort());
	}

	private static JdkClientHttpRequestFactory jdk() {
		return new JdkClientHttpRequestFactory(HttpClient.newHttpClient());
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# method, status, code, header, value, requests, exception
			GET,  400, -, -, -, 1, BadRequestException
			GET,  401, -, -, -, 1, AuthenticationException
			GET,  403, -, -, -, 1, PermissionDeniedException
			GET,  408, -, -, -, 3, ApiException
			GET,  409, -, -, -, 3, ConflictException
			GET,  422, -, -, -, 1, UnprocessableEntityException
			GET,  429, -, -, -, 3, RateLimitException
			GET,  429, insufficient_quota, -, -, 1, RateLimitException
			GET,  500, -, -, -, 3, ServerErrorException
			GET,  503, -, -, -, 3, ServerErrorException
			GET,  500, -, x-should-retry, false, 1, ServerErrorException
			GET,  429, -, x-should-retry, false, 1, RateLimitException
			GET,  400, -, x-should-retry, true, 3, BadRequestException
			POST, 400, -, -, -, 1, BadRequestException
			POST, 400, -, x-should-retry, true, 3, BadRequestException
			POST, 408, -, -, -, 1, RunOutcomeUnknownException
			POST, 409, -, -, -, 3, ConflictException
			POST, 429, -, -, -, 3, RateLimitException
			POST, 429, insufficient_quota, -, -, 1, RateLimitException
			POST, 500, -, -, -, 1, RunOutcomeUnknownException
			POST, 502, -, -, -, 1, RunOutcomeUnknownException
			POST, 503, -, -, -, 1, RunOutcomeUnknownException
			POST, 503, -, retry-after, 1, 3, ServerErrorException
			POST, 500, -, retry-after, 1, 1, RunOutcomeUnknownException
			POST, 500, -, x-should-retry, true, 1, RunOutcomeUnknownException
			POST, 500, -, x-should-retry, false, 1, RunOutcomeUnknownException
			PUT,  500, -, -, -, 3, ServerErrorException
			""")
	void shouldRepeatWhatTheServerSurelyDidNotDo(String method, int status, @Nullable String code,
			@Nullable String header, @Nullable String value, int requests, String exception) {
		ResponseDefinitionBuilder answer = aResponse().withStatus(status)
			.withBody("{\"error\":{\"message\":\"m\",\"code\":\"" + code + "\"}}");
		if (header != null) {
			answer.withHeader(header, value);
		}
		server.stubFor(any(anyUrl()).willReturn(answer));
		Throwable thrown = catchThrowable(() -> client().exchange(request(method)));
		assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
		assertThat(server.getAllServeEvents()).hasSize(requests);
		assertThat(this.scheduler.delays()).hasSize(requests - 1);
	}

	/**
	 * PUT stands for a POST that may be repeated.
	 */
	private static WireRequest request(String method) {
		return switch (method) {
			case "GET" -> WireRequest.get("/x");
			case "POST" -> WireRequest.post("/x");
			default -> WireRequest.post("/x").repeatable();
		};
	}

	@Test
	void shouldReturnTheAnswerOfTheRepeatedRequest() {
		failFirst(aResponse().withStatus(429));
		assertThat(client().exchange(WireRequest.post("/x")).id("thread_")).isEqualTo("1");
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofMillis(500));
	}

	@Test
	void shouldPauseLongerBeforeTheSecondRetry() {
		server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
		assertThatExceptionOfType(ServerErrorException.class)
			.isThrownBy(() -> client().exchange(WireRequest.get("/x")));
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "retry-after|2|PT2S", "retry-after|60|PT60S", "retry-after|Sun, 22 Nov 2026 00:00:07 GMT|PT7S",
					"retry-after-ms|250|PT0.25S", "retry-after|soon|PT0.5S", "retry-after|-3|PT0.5S" })
	void shouldObeyRetryAfter(String header, String value, Duration pause) {
		failFirst(aResponse().withStatus(429).withHeader(header, value));
		client().exchange(WireRequest.post("/x"));
		assertThat(this.scheduler.delays()).containsExactly(pause);
	}

	@ParameterizedTest
	@CsvSource({ "retry-after, 61", "retry-after-ms, 60001" })
	void shouldFailAtOnceWhenTheServerAsksForTooLong(String header, String value) {
		server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader(header, value)));
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> client().exchange(WireRequest.get("/x")))
			.satisfies((ex) -> assertThat(ex.error().retryAfter()).isGreaterThan(Duration.ofSeconds(60)));
		assertThat(this.scheduler.delays()).isEmpty();
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	@Test
	void shouldReadAgainWhatWasCutOff() {
		failFirst(okJson("{\"id\":"));
		assertThat(client().exchange(WireRequest.get("/x")).id("thread_")).isEqualTo("1");
	}

	@Test
	void shouldNotSendAgainWhatWasAnsweredWithNonsense() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{\"id\":")));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> client().exchange(WireRequest.post("/x")))
			.withCauseInstanceOf(InvalidResponseException.class);
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	@Test
	void shouldNotRepeatPostWhoseConnectionWasReset() {
		server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> client().exchange(WireRequest.post("/x")))
			.havingCause()
			.isInstanceOfSatisfying(ApiConnectionException.class, (ex) -> assertThat(ex.requestSent()).isTrue());
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	@Test
	void shouldRepeatGetWhoseConnectionWasReset() {
		failFirst(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertThat(client().exchange(WireRequest.get("/x")).id("thread_")).isEqualTo("1");
		assertThat(server.getAllServeEvents()).hasSize(2);
	}

	@Test
	void shouldNotRepeatPostWhoseBodyBroke() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}").withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> client().exchange(WireRequest.post("/x")));
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	@Test
	void shouldNotRepeatPostThatTimedOut() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(1500)));
		JdkClientHttpRequestFactory factory = jdk();
		factory.setReadTimeout(Duration.ofMillis(200));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> client(factory, server.getPort())
				.exchange(WireRequest.post("/threads/{id}/runs").thread("id", "thread_1")))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo("thread_1"))
			.withCauseInstanceOf(ApiConnectionException.class);
		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void shouldRepeatPostThatFoundNoConnection() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThatExceptionOfType(ApiConnectionException.class)
			.isThrownBy(() -> client(jdk(), port).exchange(WireRequest.post("/x")))
			.withMessage("POST /x could not be sent: localhost:" + port + " refuses connections. Check openai.base-url")
			.satisfies((ex) -> assertThat(ex.requestSent()).isFalse());
		assertThat(this.scheduler.delays()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("connectionFailures")
	void shouldTellWhetherTheRequestMayHaveArrived(IOException failure, boolean sent) {
		ClientHttpRequestFactory broken = (uri, method) -> {
			throw failure;
		};
		Throwable thrown = catchThrowable(() -> client(broken, 1).exchange(WireRequest.post("/x")));
		assertThat(thrown).isInstanceOf(sent ? RunOutcomeUnknownException.class : ApiConnectionException.class);
		assertThat(this.scheduler.delays()).hasSize(sent ? 0 : 2);
	}

	static Stream<Arguments> connectionFailures() {
		return Stream.of(Arguments.of(new ConnectException(), false), Arguments.of(new UnknownHostException(), false),
				Arguments.of(new NoRouteToHostException(), false),
				Arguments.of(new HttpConnectTimeoutException("connect"), false),
				Arguments.of(new SSLHandshakeException("certificate"), false),
				Arguments.of(new IOException(new ConnectException()), false),
				Arguments.of(new HttpTimeoutException("request"), true), Arguments.of(new SocketException(), true),
				Arguments.of(new IOException("EOF"), true));
	}

	@Test
	void shouldEndRetriesWhenInterrupted() {
		server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
		RestClient restClient = RestClient.builder()
			.baseUrl("http://localhost:" + server.getPort())
			.requestFactory(jdk())
			.build();
		ManualTaskScheduler interrupting = new ManualTaskScheduler();
		interrupting.onSchedule(Thread.currentThread()::interrupt);
		WireClient client = new WireClient(restClient, null, RetryPolicy.defaults(), interrupting);
		assertThatExceptionOfType(ServerErrorException.class).isThrownBy(() -> client.exchange(WireRequest.get("/x")));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	private static void failFirst(ResponseDefinitionBuilder failure) {
		server.stubFor(any(anyUrl()).inScenario("s")
			.whenScenarioStateIs(Scenario.STARTED)
			.willReturn(failure)
			.willSetStateTo("healthy"));
		server
			.stubFor(any(anyUrl()).inScenario("s").whenScenarioStateIs("healthy").willReturn(okJson("{\"id\":\"1\"}")));
	}

}
