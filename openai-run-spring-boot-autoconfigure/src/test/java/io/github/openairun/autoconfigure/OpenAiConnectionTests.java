package io.github.openairun.autoconfigure;

import java.util.List;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionConfiguration}.
 */
class OpenAiConnectionTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
					RestClientAutoConfiguration.class, OpenAiRunAutoConfiguration.class));

	@BeforeEach
	void answer() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
	}

	@Test
	void sendsTheKeyAndTheHeadersOfTheProperties() {
		local("openai.api-key=sk-test", "openai.organization=org-1", "openai.project=proj-1",
				"openai.headers.X-Team=support")
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("Authorization", equalTo("Bearer sk-test"))
			.withHeader("OpenAI-Organization", equalTo("org-1"))
			.withHeader("OpenAI-Project", equalTo("proj-1"))
			.withHeader("X-Team", equalTo("support")));
	}

	@Test
	void sendsNothingThatIsNotSet() {
		local().run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("Authorization", absent())
			.withHeader("OpenAI-Organization", absent())
			.withHeader("OpenAI-Project", absent()));
	}

	@Test
	void aSlashBehindTheBaseUrlChangesNothing() {
		this.runner.withPropertyValues("openai.base-url=" + server.baseUrl() + "/v1/")
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.openai.com/v1", "https://eu.api.openai.com/v1" })
	void openAisOwnServersNeedAKey(String baseUrl) {
		this.runner.withPropertyValues("openai.base-url=" + baseUrl)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(MissingApiKeyException.class));
		this.runner.withPropertyValues("openai.base-url=" + baseUrl, "openai.api-key=sk-test")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theVariableWillDo() {
		this.runner.withPropertyValues("OPENAI_API_KEY=sk-test").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void anApiKeySupplierIsAskedForEachRequestAndKnowsWhatFor() {
		local("openai.api-key=sk-ignored").withUserConfiguration(SupplierConfiguration.class).run((context) -> {
			WireClient client = Connections.client(context);
			client.exchange(WireRequest.get("/threads/{thread_id}").thread("thread_id", "thread_1"));
			client.exchange(WireRequest.get("/threads/{thread_id}").thread("thread_id", "thread_2"));
		});
		server.verify(getRequestedFor(urlEqualTo("/v1/threads/thread_1")).withHeader("Authorization",
				equalTo("Bearer GET-thread_1")));
		server.verify(getRequestedFor(urlEqualTo("/v1/threads/thread_2")).withHeader("Authorization",
				equalTo("Bearer GET-thread_2")));
	}

	@Test
	void anApiKeySupplierMakesTheKeyUnnecessary() {
		this.runner.withUserConfiguration(SupplierConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void connectionDetailsReplaceTheProperties() {
		this.runner.withPropertyValues("openai.base-url=http://192.0.2.1", "openai.api-key=sk-ignored")
			.withUserConfiguration(DetailsConfiguration.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(PropertiesOpenAiConnectionDetails.class);
				call(Connections.client(context));
			});
		server.verify(getRequestedFor(urlEqualTo("/details/things")).withHeader("Authorization",
				equalTo("Bearer sk-details")));
	}

	@Test
	void theDetailsOfThePropertiesDoNotTellTheKey() {
		local("openai.api-key=sk-secret")
			.run((context) -> assertThat(context.getBean(OpenAiConnectionDetails.class).toString())
				.doesNotContain("sk-secret"));
	}

	@Test
	void theReadTimeoutEndsARequest() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(5000)));
		local("openai.read-timeout=500ms", "openai.max-retries=0")
			.run((context) -> assertThatExceptionOfType(ApiConnectionException.class)
				.isThrownBy(() -> call(Connections.client(context)))
				.satisfies((ex) -> assertThat(ex.requestSent()).isTrue()));
	}

	@Test
	void theSharedReadTimeoutCountsWhenThereIsNoneOfOurs() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(300)));
		local("spring.http.clients.read-timeout=50ms", "openai.max-retries=0")
			.run((context) -> assertThatExceptionOfType(ApiConnectionException.class)
				.isThrownBy(() -> call(Connections.client(context))));
		local("spring.http.clients.read-timeout=50ms", "openai.read-timeout=10s", "openai.max-retries=0")
			.run((context) -> call(Connections.client(context)));
	}

	@Test
	void customizersSeeTheClientLast() {
		local().withUserConfiguration(CustomizerConfiguration.class)
			.run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/v1/things")).withHeader("X-Custom", equalTo("yes")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.openai.com/v1", "ftp://example.org", "http:///v1", " " })
	void aBaseUrlThatIsNoneIsNamed(String baseUrl) {
		this.runner.withPropertyValues("openai.base-url=" + baseUrl, "openai.api-key=sk-test")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("openai.base-url"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://my host/v1", "http://localhost:8080/v1/{deployment}",
			"http://localhost:8080/v1#responses" })
	void aBaseUrlWithIllegalCharactersIsNamedWithOrWithoutAKey(String baseUrl) {
		for (String key : List.of("", "sk-test")) {
			this.runner.withPropertyValues("openai.base-url=" + baseUrl, "openai.api-key=" + key)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.rootCause()
					.isInstanceOf(InvalidConfigurationPropertyValueException.class)
					.hasMessageContaining("openai.base-url"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://my_server:8080/v1", "http://localhost:port/v1" })
	void aHostThatNoClientCanReachIsNamed(String baseUrl) {
		this.runner.withPropertyValues("openai.base-url=" + baseUrl, "openai.api-key=sk-test")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Its host is not legal"));
		this.runner.withPropertyValues("openai.api-key=sk-test", "openai.connections.other.base-url=" + baseUrl)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("openai.connections.other.base-url"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://[::1]:8080/v1", "HTTP://192.0.2.1", "https://a-b.example.com:8443/v1/?api-version=1" })
	void otherFormsOfHostsAreFine(String baseUrl) {
		this.runner.withPropertyValues("openai.base-url=" + baseUrl, "openai.api-key=sk-test")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aPlaceholderWithoutAValueIsNoKey() {
		for (String key : List.of("${NO_SUCH_KEY}", "Bearer ${NO_SUCH_KEY}")) {
			this.runner.withPropertyValues("openai.api-key=" + key)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.rootCause()
					.isInstanceOf(RunConfigurationException.class)
					.hasMessageStartingWith("'openai.api-key' refers to ${NO_SUCH_KEY}, which has no value")
					.hasMessageNotContaining("Bearer"));
			this.runner
				.withPropertyValues("openai.api-key=sk-test", "openai.connections.other.base-url=http://localhost/v1",
						"openai.connections.other.api-key=" + key)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.rootCause()
					.hasMessageStartingWith("'openai.connections.other.api-key' refers to ${NO_SUCH_KEY}"));
		}
		this.runner.withPropertyValues("NO_SUCH_KEY=sk-test", "openai.api-key=${NO_SUCH_KEY}")
			.run((context) -> assertThat(context).hasNotFailed());
		local("openai.api-key=${NO_SUCH_KEY:}").run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("openai.api-key=${NO_SUCH_KEY}")
			.withUserConfiguration(SupplierConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "openai.read-timeout=soon", "openai.authentication=none", "openai.ssl.bundle=missing" })
	void whatIsWrongBesideTheKeyIsToldAtStart(String property) {
		this.runner.withPropertyValues("openai.api-key=sk-test", property)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void backsOffForTheUsersOwnClient() {
		WireClient own = new WireClient(RestClient.create(server.baseUrl() + "/own"), null, RetryPolicy.defaults(),
				new ThreadPoolTaskScheduler());
		this.runner.withBean(WireClient.class, () -> own).run((context) -> call(Connections.client(context)));
		server.verify(getRequestedFor(urlEqualTo("/own/things")));
	}

	@Test
	void backsOffWhenDisabledOrWithoutRestClient() {
		this.runner.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WireClient.class));
		this.runner.withClassLoader(new FilteredClassLoader(RestClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OpenAiConnectionDetails.class));
	}

	private ApplicationContextRunner local(String... properties) {
		return this.runner.withPropertyValues("openai.base-url=" + server.baseUrl() + "/v1")
			.withPropertyValues(properties);
	}

	private static void call(WireClient client) {
		client.exchange(WireRequest.get("/things"));
	}

	@Configuration(proxyBeanMethods = false)
	static class SupplierConfiguration {

		@Bean
		ApiKeySupplier apiKeySupplier() {
			return (request) -> request.operation().replace(" /threads/{thread_id}", "-") + request.threadId();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DetailsConfiguration {

		@Bean
		OpenAiConnectionDetails details() {
			return new OpenAiConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return server.baseUrl() + "/details";
				}

				@Override
				public @Nullable String getApiKey() {
					return "sk-details";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		OpenAiRestClientCustomizer customizer() {
			return (builder) -> builder.defaultHeader("X-Custom", "yes");
		}

	}

}
