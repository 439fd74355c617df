package io.github.openairun.autoconfigure;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.Order;
import org.springframework.web.client.RestClient;

import io.github.openairun.RedirectRefusedException;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serviceUnavailable;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application says about all its HTTP clients applies to the one that reaches the
 * server of runs, too.
 */
class ConnectionClientTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.base-url=" + server.baseUrl() + "/v1");

	@BeforeEach
	void answer() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
	}

	@Test
	void customizersOfAllClientsApply() {
		this.runner.withBean(RestClientCustomizer.class,
				() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
					request.getHeaders().set("X-Shared", "yes");
					return execution.execute(request, body);
				}))
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("X-Shared", equalTo("yes")));
	}

	@Test
	void customizersOfOursSeeTheClientInTheirOrder() {
		this.runner.withBean("last", OpenAiRestClientCustomizer.class, Second::new)
			.withBean("first", OpenAiRestClientCustomizer.class, First::new)
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("X-Order", equalTo("second")));
	}

	@Test
	void redirectsWithinTheOriginAreFollowedOrNotAsTheApplicationSays() {
		server.stubFor(any(urlEqualTo("/v1/things"))
			.willReturn(aResponse().withStatus(307).withHeader("Location", server.baseUrl() + "/moved")));
		this.runner.withPropertyValues("spring.http.clients.redirects=dont-follow")
			.run((context) -> assertThatExceptionOfType(RedirectRefusedException.class)
				.isThrownBy(() -> call(Connections.client(context)))
				.withMessageContaining("spring.http.clients.redirects"));
		server.verify(0, getRequestedFor(urlEqualTo("/moved")));
		this.runner.run((context) -> call(Connections.client(context)));
		server.verify(1, getRequestedFor(urlEqualTo("/moved")));
	}

	@Test
	void anotherHttpClientCanBeChosen() {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=simple")
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("User-Agent", WireMock.matching("Java/.*")));
		server.verify(0, getRequestedFor(urlEqualTo("/v1/things")).withHeader("User-Agent",
				WireMock.matching("Java-http-client/.*")));
	}

	@Test
	void whatIsSaidAboutTheBaseUrlAtTheEndCounts() {
		this.runner
			.withBean(OpenAiRestClientCustomizer.class,
					() -> (builder) -> builder.baseUrl(server.baseUrl() + "/v2?a=b"))
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v2/things?a=b")));
	}

	@Test
	void theProxyOfTheApplicationIsUsed() {
		ProxySelector proxy = ProxySelector.of(new InetSocketAddress("localhost", server.getPort()));
		server.stubFor(any(urlMatching(".*")).willReturn(okJson("{}")));
		this.runner.withPropertyValues("openai.base-url=http://models.example/v1")
			.withBean(ClientHttpRequestFactoryBuilderCustomizer.class,
					() -> (ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder>) (
							builder) -> builder.withProxySelector(proxy))
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("Host", equalTo("models.example")));
	}

	@Test
	void eachAttemptIsObserved() {
		server.stubFor(any(anyUrl()).inScenario("busy")
			.whenScenarioStateIs("Started")
			.willReturn(serviceUnavailable().withHeader("retry-after-ms", "1"))
			.willSetStateTo("free"));
		server.stubFor(any(anyUrl()).inScenario("busy").whenScenarioStateIs("free").willReturn(okJson("{}")));
		Queue<String> observed = new ConcurrentLinkedQueue<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Recorder(observed));
		this.runner.withBean(RestClientCustomizer.class, () -> (builder) -> builder.observationRegistry(registry))
			.run((context) -> call(Connections.client(context)));
		assertThat(observed).containsExactly("http.client.requests 503", "http.client.requests 200");
	}

	private static void call(WireClient client) {
		client.exchange(WireRequest.get("/things"));
	}

	private record Recorder(Queue<String> observed) implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.observed.add(context.getName() + " " + context.getLowCardinalityKeyValue("status").getValue());
		}

	}

	@Order(1)
	static class First implements OpenAiRestClientCustomizer {

		@Override
		public void customize(RestClient.Builder builder) {
			builder.defaultHeaders((headers) -> headers.set("X-Order", "first"));
		}

	}

	@Order(2)
	static class Second implements OpenAiRestClientCustomizer {

		@Override
		public void customize(RestClient.Builder builder) {
			builder.defaultHeaders((headers) -> headers.set("X-Order", "second"));
		}

	}

}
