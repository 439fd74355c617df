package io.github.openairun.autoconfigure;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * TLS, HTTP/2 and HTTP/1.1, and that connections are kept.
 */
class SecureConnectionTests {

	private static final String STREAM = """
			event: response.created
			data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress",\
			"conversation":{"id":"conv_1"},"model":"gpt-5"}}

			event: response.completed
			data: {"type":"response.completed","sequence_number":1,"response":{"id":"resp_1","status":"completed",\
			"conversation":{"id":"conv_1"},"model":"gpt-5","output":[]}}

			""";

	private static SecureServer http2;

	private static SecureServer http1;

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, OpenAiRunAutoConfiguration.class));

	@BeforeAll
	static void start(@TempDir Path first, @TempDir Path second) throws Exception {
		http2 = new SecureServer(first, true);
		http1 = new SecureServer(second, false);
	}

	@AfterAll
	static void stop() {
		http2.close();
		http1.close();
	}

	@BeforeEach
	void answer() {
		http2.reset();
		http1.reset();
	}

	@Test
	void aServerThatIsNotTrustedGetsNoRequest() {
		to(http2).withPropertyValues("openai.max-retries=0")
			.run((context) -> assertThatExceptionOfType(ApiConnectionException.class)
				.isThrownBy(() -> call(Connections.client(context)))
				.satisfies((ex) -> assertThat(ex.requestSent()).isFalse()));
		assertThat(http2.server().getAllServeEvents()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "openai.ssl.bundle=mine", "spring.http.clients.ssl.bundle=mine" })
	void theBundleIsTrusted(String property) {
		to(http2).withPropertyValues(http2.bundle("mine"))
			.withPropertyValues(property)
			.run((context) -> call(Connections.client(context)));
		assertThat(http2.server().getAllServeEvents()).hasSize(1);
	}

	@Test
	void theBundleOfOursWinsOverThatOfAllClients() {
		to(http1).withPropertyValues(http1.bundle("mine"))
			.withPropertyValues(http2.bundle("shared"))
			.withPropertyValues("openai.ssl.bundle=mine", "spring.http.clients.ssl.bundle=shared")
			.run((context) -> call(Connections.client(context)));
		assertThat(http1.server().getAllServeEvents()).hasSize(1);
	}

	@Test
	void theBundleOfConnectionDetailsWinsOverTheProperty() {
		this.runner.withPropertyValues(http1.bundle("mine"))
			.withPropertyValues(http2.bundle("other"))
			.withPropertyValues("openai.ssl.bundle=other")
			.withUserConfiguration(DetailsConfiguration.class)
			.run((context) -> call(Connections.client(context)));
		assertThat(http1.server().getAllServeEvents()).hasSize(1);
	}

	@Test
	void aBundleThatThereIsNotFailsAtStart() {
		to(http2).withPropertyValues("openai.ssl.bundle=missing")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("openai.ssl.bundle"));
		to(http2).withPropertyValues(http2.bundle("there"))
			.withPropertyValues("openai.ssl.bundle=there")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void http2IsSpokenAndTheConnectionIsReused() {
		assertThat(protocolsOfTwelveRequests(http2)).containsExactly("HTTP/2.0");
		assertThat(http2.connections()).isOne();
	}

	@Test
	void http1IsSpokenWhereThereIsNoOtherAndTheConnectionIsReused() {
		assertThat(protocolsOfTwelveRequests(http1)).containsExactly("HTTP/1.1");
		assertThat(http1.connections()).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "true, HTTP/2.0", "false, HTTP/1.1" })
	void streamsSpeakWhatTheServerKnows(boolean http2Spoken, String protocol) {
		SecureServer server = http2Spoken ? http2 : http1;
		server.server()
			.stubFor(post("/v1/responses")
				.willReturn(ok(STREAM).withHeader("Content-Type", "text/event-stream; charset=utf-8")));
		to(server).withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class))
			.withPropertyValues(server.bundle("mine"))
			.withPropertyValues("openai.ssl.bundle=mine", "openai.run.streaming=on",
					"openai.run.assistants.support.model=gpt-5")
			.run((context) -> assertThat(context.getBean(RunOperations.class)
				.execute(RunRequest.assistant("support").thread("conv_1").message("Hello").build())
				.run()
				.status()).isEqualTo(RunStatus.COMPLETED));
		assertThat(server.server().findAll(postRequestedFor(urlEqualTo("/v1/responses")))).singleElement()
			.satisfies((request) -> assertThat(request.getProtocol()).isEqualTo(protocol))
			.satisfies((request) -> assertThat(request.getBodyAsString()).contains("\"stream\":true"));
	}

	private Set<String> protocolsOfTwelveRequests(SecureServer server) {
		to(server).withPropertyValues(server.bundle("mine"))
			.withPropertyValues("openai.ssl.bundle=mine")
			.run((context) -> {
				WireClient client = Connections.client(context);
				for (int i = 0; i < 4; i++) {
					call(client);
					call(client.withApiKey("sk-other"));
					call(client.withoutRetries());
				}
			});
		assertThat(server.server().getAllServeEvents()).hasSize(12);
		return server.server()
			.getAllServeEvents()
			.stream()
			.map((event) -> String.valueOf(event.getRequest().getProtocol()))
			.collect(Collectors.toSet());
	}

	private ApplicationContextRunner to(SecureServer server) {
		return this.runner.withPropertyValues("openai.base-url=" + server.baseUrl());
	}

	private static void call(WireClient client) {
		client.exchange(WireRequest.get("/things"));
	}

	@Configuration(proxyBeanMethods = false)
	static class DetailsConfiguration {

		@Bean
		OpenAiConnectionDetails details(SslBundles bundles) {
			return new Details(http1.baseUrl(), bundles.getBundle("mine"));
		}

	}

	private record Details(String baseUrl, @Nullable SslBundle bundle) implements OpenAiConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public @Nullable String getApiKey() {
			return null;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.bundle;
		}

	}

}
