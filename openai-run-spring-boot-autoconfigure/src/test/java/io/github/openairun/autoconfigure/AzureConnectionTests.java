package io.github.openairun.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.PageQuery;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * Addresses, versions and credentials as Azure's servers want them, on both wires.
 */
class AzureConnectionTests {

	private static final String CONVERSATION = """
			{"id":"conv_1","object":"conversation","created_at":1760000000,"metadata":{}}""";

	private static final String ANSWER = """
			{"id":"%s_1","object":"x","created_at":1760000000,"status":"queued","thread_id":"thread_1","data":[]}""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, RestClientAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.run.assistants.support.model=deployment-1",
				"openai.run.assistants.support.id=asst_1");

	@BeforeEach
	void answer() {
		server.stubFor(any(anyUrl()).willReturn(okJson(ANSWER.formatted("run"))));
		server.stubFor(any(urlEqualTo("/openai/v1/responses")).willReturn(okJson(ANSWER.formatted("resp"))));
		server.stubFor(any(urlEqualTo("/openai/v1/responses?api-version=preview"))
			.willReturn(okJson(ANSWER.formatted("resp"))));
		server.stubFor(any(urlEqualTo("/openai/v1/conversations")).willReturn(okJson(CONVERSATION)));
	}

	@ParameterizedTest
	@CsvSource({ "/openai/v1,,/openai/v1/responses", "/openai/v1/,,/openai/v1/responses",
			"/openai/v1,preview,/openai/v1/responses?api-version=preview",
			"/openai/v1?api-version=preview,,/openai/v1/responses?api-version=preview",
			"/openai/v1/?api-version=old,preview,/openai/v1/responses?api-version=preview" })
	void responsesAreCreatedBelowTheBaseUrl(String baseUrl, String version, String expected) {
		with(baseUrl, version, "openai.run.wire=responses", "openai.api-key=key-1")
			.run((context) -> context.getBean(RunOperations.class)
				.create(RunRequest.assistant("support").thread("conv_1").message("Hi").build()));
		server.verify(postRequestedFor(urlEqualTo(expected)).withHeader("Authorization", equalTo("Bearer key-1")));
	}

	@ParameterizedTest
	@CsvSource({ "/api/projects/shop,v1", "/api/projects/shop/,v1", "/api/projects/shop?api-version=v1,",
			"/api/projects/shop/?api-version=v1," })
	void runsAreCreatedBelowTheProject(String baseUrl, String version) {
		with(baseUrl, version, "openai.run.wire=assistants", "openai.run.beta-header=false", "openai.api-key=token")
			.run((context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				runs.create(RunRequest.assistant("support").thread("thread_1").message("Hi").build());
				runs.list("thread_1", PageQuery.newestFirst());
			});
		server.verify(postRequestedFor(urlEqualTo("/api/projects/shop/threads/thread_1/runs?api-version=v1"))
			.withHeader("OpenAI-Beta", absent()));
		server.verify(getRequestedFor(
				urlEqualTo("/api/projects/shop/threads/thread_1/runs?api-version=v1&limit=20&order=desc")));
	}

	@Test
	void aKeyMayGoIntoItsOwnHeader() {
		with("/openai/v1", null, "openai.authentication=api-key", "openai.api-key=key-1")
			.run((context) -> createWithKeys(context.getBean(RunOperations.class)));
		server.verify(postRequestedFor(urlEqualTo("/openai/v1/responses")).withHeader("api-key", equalTo("key-1"))
			.withHeader("Authorization", absent()));
		server.verify(postRequestedFor(urlEqualTo("/openai/v1/responses")).withHeader("api-key", equalTo("key-2"))
			.withHeader("Authorization", absent()));
	}

	private static void createWithKeys(RunOperations runs) {
		RunRequest request = RunRequest.assistant("support").thread("conv_1").message("Hi").build();
		runs.create(request);
		runs.withApiKey("key-2").create(request);
	}

	@Test
	void aTokenIsAskedForWithEveryRequest() {
		AtomicInteger tokens = new AtomicInteger();
		with("/openai/v1", null).withBean(ApiKeySupplier.class, () -> (request) -> "token-" + tokens.incrementAndGet())
			.run((context) -> context.getBean(RunOperations.class)
				.create(RunRequest.assistant("support").message("Hi").build()));
		server.verify(postRequestedFor(urlEqualTo("/openai/v1/conversations")).withHeader("Authorization",
				equalTo("Bearer token-1")));
		server.verify(postRequestedFor(urlEqualTo("/openai/v1/responses")).withHeader("Authorization",
				equalTo("Bearer token-2")));
	}

	private ApplicationContextRunner with(String baseUrl, String version, String... properties) {
		ApplicationContextRunner configured = this.runner
			.withPropertyValues("openai.base-url=http://localhost:" + server.getPort() + baseUrl)
			.withPropertyValues(properties);
		return (version != null) ? configured.withPropertyValues("openai.api-version=" + version) : configured;
	}

}
