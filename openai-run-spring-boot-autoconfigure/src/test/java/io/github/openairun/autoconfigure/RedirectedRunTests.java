package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.SimpleClientHttpRequestFactory;

import io.github.openairun.RedirectRefusedException;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A run that is redirected to another server ends without having told that one anything,
 * whatever carries the requests.
 */
class RedirectedRunTests {

	@RegisterExtension
	static final WireMockExtension server = server();

	@RegisterExtension
	static final WireMockExtension other = server();

	private static WireMockExtension server() {
		return WireMockExtension.newInstance().options(wireMockConfig().dynamicPort().http2PlainDisabled(true)).build();
	}

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.base-url=" + server.baseUrl() + "/v1", "openai.api-key=secret",
				"openai.organization=secret", "openai.project=secret", "openai.headers.X-Secret=secret",
				"openai.max-retries=0", "openai.run.assistants.support.model=m",
				"openai.run.assistants.support.id=asst_1");

	@BeforeEach
	void answer() {
		other.stubFor(any(anyUrl()).willReturn(okJson("{}")));
	}

	static Stream<Arguments> everything() {
		return Stream.of("responses", "assistants")
			.flatMap((wire) -> Stream.of("bearer", "api-key")
				.flatMap((authentication) -> Stream.of("own", "simple", "boot", "customized")
					.map((client) -> Arguments.of(wire, authentication, client))));
	}

	@ParameterizedTest
	@MethodSource("everything")
	void tellsTheOtherServerNothing(String wire, String authentication, String client) {
		runner(wire, authentication, client).run((context) -> {
			List<Consumer<RunRequest>> ways = ways(context.getBean(RunOperations.class));
			for (boolean created : new boolean[] { false, true }) {
				for (int status : new int[] { 302, 307 }) {
					serve(created, status);
					ways.forEach(RedirectedRunTests::assertRefused);
				}
			}
		});
		assertThat(other.getAllServeEvents()).isEmpty();
	}

	private static void assertRefused(Consumer<RunRequest> way) {
		RunRequest request = RunRequest.assistant("support").message("Hello").build();
		assertThat(causes(catchThrowable(() -> way.accept(request))))
			.anySatisfy((cause) -> assertThat(cause).isInstanceOf(RedirectRefusedException.class)
				.hasMessageContainingAll(":" + server.getPort(), ":" + other.getPort(), "openai.base-url"));
	}

	private static List<Consumer<RunRequest>> ways(RunOperations runs) {
		return List.of(runs::execute, (request) -> runs.start(request).result().toCompletableFuture().join(),
				(request) -> runs.start(request, new RunListener() {
				}).result().toCompletableFuture().join());
	}

	private static List<Throwable> causes(Throwable failure) {
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause)
			.filter((cause) -> !(cause instanceof CompletionException))
			.toList();
	}

	private static void serve(boolean created, int status) {
		server.resetAll();
		server.stubFor(any(anyUrl()).willReturn(
				aResponse().withStatus(status).withHeader("Location", "http://localhost:" + other.getPort() + "/v1")));
		if (created) {
			stub("/v1/conversations.*", okJson("{\"id\":\"conv_1\"}"));
			stub("/v1/threads", okJson("{\"id\":\"thread_1\"}"));
			stub("/v1/responses",
					okJson("""
							{"id":"resp_1","object":"response","status":"queued","conversation":{"id":"conv_1"},"output":[]}"""));
			stub("/v1/threads/.*runs", okJson("""
					{"id":"run_1","object":"thread.run","thread_id":"thread_1","status":"queued"}"""));
		}
	}

	private static void stub(String path, ResponseDefinitionBuilder answer) {
		server.stubFor(post(urlMatching(path)).willReturn(answer));
	}

	private ApplicationContextRunner runner(String wire, String authentication, String client) {
		ApplicationContextRunner runner = this.runner.withPropertyValues("openai.run.wire=" + wire,
				"openai.authentication=" + authentication);
		return switch (client) {
			case "simple" -> runner.withPropertyValues("spring.http.clients.imperative.factory=simple",
					"spring.http.clients.redirects=follow");
			case "boot" -> runner.withPropertyValues("spring.http.clients.redirects=follow")
				.withBean(ClientHttpRequestFactoryBuilderCustomizer.class,
						() -> (ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder>) (
								builder) -> builder);
			case "customized" -> runner.withBean(OpenAiRestClientCustomizer.class,
					() -> (builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory()));
			default -> runner;
		};
	}

}
