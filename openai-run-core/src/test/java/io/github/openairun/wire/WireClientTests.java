package io.github.openairun.wire;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiException;
import io.github.openairun.ApiKeySupplier;
import io.github.openairun.AuthenticationException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.NotFoundException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.WireNotServedException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WireClient}: what it sends, and how it reads the answer. For what it
 * repeats see {@link WireClientRetryTests}.
 */
class WireClientTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final WireClient client = client((request) -> "sk-test");

	private static RestClient restClient() {
		return RestClient.builder()
			.baseUrl("http://localhost:" + server.getPort() + "/v1")
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.build();
	}

	private static WireClient client(@Nullable ApiKeySupplier supplier) {
		return new WireClient(restClient(), supplier, RetryPolicy.defaults().withMaxRetries(0),
				ManualTaskScheduler.jumping());
	}

	@Test
	void shouldSendBodyWithHeadersOfTheWire() {
		answer(okJson("{}"));
		this.client.forWire("assistants", "", Map.of("OpenAI-Beta", "assistants=v2"))
			.exchange(WireRequest.post("/threads/{thread_id}/runs")
				.thread("thread_id", "thread_1")
				.query("limit", 5)
				.body(Json.object().put("name", "ä")));
		LoggedRequest request = request();
		assertThat(request.getMethod().value()).isEqualTo("POST");
		assertThat(request.getUrl()).isEqualTo("/v1/threads/thread_1/runs?limit=5");
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-test");
		assertThat(request.getHeader("OpenAI-Beta")).isEqualTo("assistants=v2");
		assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getBodyAsString()).isEqualTo("{\"name\":\"ä\"}");
	}

	@Test
	void shouldSendNoBodyAndNoContentTypeWhenThereIsNothingToSend() {
		answer(okJson("{}"));
		this.client.exchange(WireRequest.get("/threads"));
		assertThat(request().getBody()).isEmpty();
		assertThat(request().containsHeader("Content-Type")).isFalse();
	}

	@Test
	void shouldEncodeIdsAndQueryValues() {
		answer(okJson("{}"));
		this.client.exchange(
				WireRequest.get("/threads/{thread_id}").thread("thread_id", "a/../b?c").query("after", "x&y={z}"));
		assertThat(request().getUrl()).isEqualTo("/v1/threads/a%2F..%2Fb%3Fc?after=x%26y%3D%7Bz%7D");
	}

	@Test
	void shouldKeepTheQueryOfTheBaseUrl() {
		answer(okJson("{}"));
		RestClient azure = restClient().mutate()
			.baseUrl("http://localhost:" + server.getPort() + "/api/projects/p?api-version=v1")
			.build();
		new WireClient(azure, null, RetryPolicy.defaults(), ManualTaskScheduler.jumping())
			.exchange(WireRequest.get("/threads/{thread_id}").thread("thread_id", "t").query("limit", 5));
		assertThat(request().getUrl()).isEqualTo("/api/projects/p/threads/t?api-version=v1&limit=5");
	}

	@Test
	void shouldSendNoAuthorizationWithoutSupplier() {
		answer(okJson("{}"));
		client(null).exchange(WireRequest.get("/threads"));
		assertThat(request().containsHeader("Authorization")).isFalse();
	}

	@Test
	void shouldAskSupplierForEachRequestWithOperationAndThread() {
		answer(okJson("{}"));
		List<ApiKeySupplier.Request> asked = new ArrayList<>();
		WireClient client = client((request) -> {
			asked.add(request);
			return "sk-" + asked.size();
		});
		client.exchange(WireRequest.get("/threads/{thread_id}").thread("thread_id", "thread_1").query("limit", 5));
		client.exchange(WireRequest.post("/threads"));
		assertThat(asked).containsExactly(new ApiKeySupplier.Request("GET /threads/{thread_id}", "thread_1", Map.of()),
				new ApiKeySupplier.Request("POST /threads", null, Map.of()));
		assertThat(requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactlyInAnyOrder("Bearer sk-1", "Bearer sk-2");
	}

	@Test
	void shouldUseTheOtherKeyOnTheSameConnections() {
		answer(okJson("{}"));
		AtomicInteger sent = new AtomicInteger();
		RestClient counting = restClient().mutate().requestInterceptor((request, body, execution) -> {
			sent.incrementAndGet();
			return execution.execute(request, body);
		}).build();
		WireClient other = new WireClient(counting, (request) -> "sk-test", RetryPolicy.defaults(),
				ManualTaskScheduler.jumping())
			.forWire("assistants", "", Map.of("OpenAI-Beta", "assistants=v2"))
			.withApiKey("sk-tenant");
		other.exchange(WireRequest.get("/threads"));
		assertThat(request().getHeader("Authorization")).isEqualTo("Bearer sk-tenant");
		assertThat(request().getHeader("OpenAI-Beta")).isEqualTo("assistants=v2");
		assertThat(sent).hasValue(1);
	}

	@Test
	void shouldRefuseEmptyKeyForOneCall() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.withApiKey(" "))
			.withMessage("'apiKey' must not be empty");
	}

	@Test
	void shouldStripWhitespaceAroundTheKey() {
		answer(okJson("{}"));
		client((request) -> " sk-test\n").exchange(WireRequest.get("/threads"));
		assertThat(request().getHeader("Authorization")).isEqualTo("Bearer sk-test");
	}

	@Test
	void shouldNotQuoteAKeyThatCannotBeSent() {
		WireClient client = client((request) -> "sk-secret\nmore");
		assertThatIllegalStateException().isThrownBy(() -> client.exchange(WireRequest.get("/threads")))
			.withMessage("The API key has a character that no HTTP header can carry");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void shouldRefuseEmptyKeyOfSupplier(@Nullable String key) {
		WireClient client = client((request) -> key);
		assertThatIllegalStateException().isThrownBy(() -> client.exchange(WireRequest.get("/threads")))
			.withMessage("The ApiKeySupplier returned an empty key");
	}

	@Test
	void shouldReadAnswerWithItsHeaders() {
		answer(okJson("{\"id\":\"thread_1\"}").withHeader("x-request-id", "req_1")
			.withHeader("openai-poll-after-ms", "750"));
		WireResponse response = this.client.exchange(WireRequest.get("/threads/{id}").variable("id", "thread_1"));
		assertThat(response.endpoint()).isEqualTo("GET /threads/thread_1");
		assertThat(response.id("thread_")).isEqualTo("thread_1");
		assertThat(response.requestId()).isEqualTo("req_1");
		assertThat(response.pollAfter()).isEqualTo(Duration.ofMillis(750));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "soon" })
	void shouldPassOverOddPollHint(String hint) {
		answer(okJson("{}").withHeader("openai-poll-after-ms", hint));
		assertThat(this.client.exchange(WireRequest.get("/threads")).pollAfter()).isNull();
	}

	@Test
	void shouldNameEndpointAndRequestIdWhenAPropertyIsMissing() {
		answer(okJson("{\"id\":\"\"}").withHeader("x-request-id", "req_1"));
		WireResponse response = this.client.exchange(WireRequest.post("/threads"));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> response.id("thread_"))
			.withMessage("POST /threads returned a response that cannot be read (request id 'req_1'): it has no 'id'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"id\":\"sec", "[]", "\"text\"", "null", "<html>secret</html>", "{} {}" })
	void shouldNotPassOnABodyThatIsNoObject(String body) {
		answer(okJson(body).withHeader("x-request-id", "req_1"));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.client.exchange(WireRequest.get("/threads")))
			.withMessage("GET /threads returned a response that cannot be read (request id 'req_1'): "
					+ "the body is not a JSON object")
			.withNoCause();
	}

	@Test
	void shouldNotKnowTheOutcomeOfAPostThatIsAnsweredWithNonsense() {
		answer(okJson("{\"id\":").withHeader("x-request-id", "req_1"));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.client
				.exchange(WireRequest.post("/threads/{id}/runs").thread("id", "thread_1").aboutRun("run_1")))
			.satisfies((ex) -> {
				assertThat(ex.endpoint()).isEqualTo("POST /threads/thread_1/runs");
				assertThat(ex.threadId()).isEqualTo("thread_1");
				assertThat(ex.runId()).isEqualTo("run_1");
			})
			.withCauseInstanceOf(InvalidResponseException.class)
			.havingCause()
			.withMessageContaining("req_1");
	}

	@Test
	void shouldAcceptAnEmptyAnswerToDelete() {
		answer(aResponse().withStatus(204));
		assertThat(this.client.exchange(WireRequest.delete("/threads/{id}").variable("id", "t")).body()).isEmpty();
	}

	@Test
	void shouldRaiseWhatTheRequestSaysForAMissingObject() {
		answer(aResponse().withStatus(404)
			.withBody("{\"error\":{\"message\":\"No thread found with id 'thread_1'.\"}}"));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.exchange(WireRequest.get("/threads/{id}").variable("id", "thread_1")))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(404))
			.withMessageContaining("No thread found with id 'thread_1'.");
	}

	@Test
	void shouldSayWhatToDoWhenTheServerDoesNotKnowThePath() {
		answer(aResponse().withStatus(404).withBody("{\"error\":{\"message\":\"Invalid URL (GET /v1/threads)\"}}"));
		assertThatExceptionOfType(WireNotServedException.class).isThrownBy(
				() -> this.client.forWire("assistants", "Use another.", Map.of()).exchange(WireRequest.get("/threads")))
			.withMessageStartingWith("The base URL does not serve wire 'assistants'. Use another. (")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(404));
	}

	@Test
	void shouldRedactTheKeyThatTheServerEchoes() {
		answer(aResponse().withStatus(401).withBody("{\"error\":{\"message\":\"Incorrect API key: sk-test\"}}"));
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> this.client.exchange(WireRequest.get("/threads")))
			.withMessage("GET /threads returned 401: Incorrect API key: ***");
	}

	@Test
	void shouldReportAnAnswerThatIsNoRedirectAfterAll() {
		answer(aResponse().withStatus(302));
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> this.client.exchange(WireRequest.get("/threads")))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(302));
	}

	private static void answer(ResponseDefinitionBuilder response) {
		server.stubFor(any(anyUrl()).willReturn(response));
	}

	private static LoggedRequest request() {
		assertThat(requests()).hasSize(1);
		return requests().get(0);
	}

	private static List<LoggedRequest> requests() {
		return server.getAllServeEvents().stream().map((event) -> event.getRequest()).toList();
	}

}
