package io.github.openairun.wire;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RunOutcomeUnknownException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers that are too large, or would be too expensive to read.
 */
@Timeout(30)
class ResponseLimitTests {

	private static final int LIMIT = 20_000;

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true).gzipDisabled(true))
		.build();

	private final ManualTaskScheduler scheduler = ManualTaskScheduler.jumping();

	private final StreamTransport transport = new StreamTransport(
			StreamTransport.Settings.defaults().withMaxResponseSize(LIMIT),
			(executor) -> HttpClient.newBuilder().executor(executor).build(), new ManualTaskScheduler());

	@AfterEach
	void close() {
		this.transport.close();
	}

	@ParameterizedTest
	@CsvSource({ "own, false", "own, true", "jdk, false", "jdk, true", "simple, false", "apache, true" })
	void readsUpToTheLimit(String client, boolean zipped) throws Exception {
		answer(200, object(LIMIT), zipped);
		WireClient wire = client(client);
		assertThat(wire.exchange(WireRequest.get("/runs")).body().path("a").asString()).hasSize(LIMIT - 8);
		answer(200, object(LIMIT + 1), zipped);
		assertTooLarge(wire);
		answer(200, object(5_000_000), zipped);
		assertTooLarge(wire);
		answer(400, object(LIMIT + 1), zipped);
		assertTooLarge(wire);
	}

	private static void assertTooLarge(WireClient wire) {
		server.resetRequests();
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> wire.exchange(WireRequest.get("/runs")))
			.withMessageContainingAll("GET /runs", "20000 bytes", "openai.max-response-size");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> wire.exchange(StreamFixture.post("/runs")))
			.withCauseInstanceOf(InvalidResponseException.class);
		assertThat(server.getAllServeEvents()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 400 })
	void readsNoMoreInThePlaceOfAStream(int status) throws Exception {
		answer(status, object(LIMIT + 1), false);
		WireClient wire = client("own");
		assertThat(EventLog.of(wire.stream(new StreamFixture.Protocol(WireRequest.get("/runs")))).failure())
			.isInstanceOf(InvalidResponseException.class)
			.hasMessageContaining("openai.max-response-size");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"created_at\":1%s}", "{\"created_at\":-1.%s}", "{\"a\":[{\"b\":1e%s}]}" })
	void refusesNumbersWithoutEnd(String json) throws Exception {
		answer(200, json.formatted("0".repeat(2_000_000)), false);
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> client("own").withMaxResponseSize(64_000_000).exchange(WireRequest.get("/runs")));
	}

	@Test
	void refusesObjectsWithoutEnd() throws Exception {
		for (String json : new String[] { "{\"a\":[" + "0,".repeat(1_100_000) + "0]}",
				"{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}", "{\"" + "a".repeat(20_000) + "\":1}" }) {
			answer(200, json, false);
			assertThatExceptionOfType(InvalidResponseException.class)
				.isThrownBy(() -> client("jdk").withMaxResponseSize(64_000_000).exchange(WireRequest.get("/runs")))
				.withMessageContaining("exceeds the limits for JSON");
		}
	}

	@Test
	void readsNoTextWithoutEndAsANumber() {
		JsonNode json = Json.tree(
				Map.of("a", "1".repeat(2_000_000), "b", "1e999999999", "c", "1e-999999999", "d", "1" + "0".repeat(12)));
		long start = System.nanoTime();
		for (String name : new String[] { "a", "b", "c" }) {
			Instant time = Json.time(json, name);
			assertThat((time != null) ? time : Instant.EPOCH).isEqualTo(Instant.EPOCH);
			assertThat(Json.number(json, name, 7)).isBetween(0L, 7L);
			Json.integer(json, name);
			Json.decimal(json, name);
		}
		assertThat(Json.time(json, "d")).isNull();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	private WireClient client(String client) {
		ClientHttpRequestFactory factory = switch (client) {
			case "own" -> this.transport.requestFactory(Duration.ZERO);
			case "simple" -> new SimpleClientHttpRequestFactory();
			case "apache" -> new HttpComponentsClientHttpRequestFactory();
			default -> new JdkClientHttpRequestFactory();
		};
		RestClient restClient = RestClient.builder().baseUrl(server.baseUrl()).requestFactory(factory).build();
		return new WireClient(restClient, null, RetryPolicy.defaults(), this.scheduler).withMaxResponseSize(LIMIT)
			.withStreams(this.transport);
	}

	private static String object(int size) {
		return "{\"a\":\"" + "x".repeat(size - 8) + "\"}";
	}

	private static void answer(int status, String body, boolean zipped) throws Exception {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		ResponseDefinitionBuilder answer = aResponse().withStatus(status)
			.withHeader("Content-Type", "application/json");
		if (zipped) {
			ByteArrayOutputStream packed = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
				gzip.write(bytes);
			}
			bytes = packed.toByteArray();
			answer.withHeader("Content-Encoding", "gzip");
		}
		server.stubFor(any(anyUrl()).willReturn(answer.withBody(bytes)));
	}

}
