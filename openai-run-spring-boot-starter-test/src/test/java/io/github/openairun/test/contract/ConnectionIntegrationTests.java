package io.github.openairun.test.contract;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.RunOperations;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams take the same way to the server as everything else: through the same proxy, and
 * with the same certificates.
 */
@Timeout(60)
class ConnectionIntegrationTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(Application.AUTO_CONFIGURATIONS))
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
		.withBean(OrderTools.class)
		.withPropertyValues("openai.api-key=" + Application.KEY, "openai.run.streaming=on", "openai.max-retries=0",
				"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt-4.1",
				"openai.run.assistants.support.tools=*");

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@ParameterizedTest
	@EnumSource
	void theBundleIsTrustedByStreamsToo(Wire wire, @TempDir Path folder) throws Exception {
		Path keyStore = folder.resolve("server.p12");
		try (Relay relay = Relay.secure(keyStore, this.simulator.baseUrl())) {
			on(wire).withPropertyValues("openai.base-url=https://localhost:" + relay.port() + "/v1")
				.withPropertyValues("openai.ssl.bundle=mine")
				.withPropertyValues(Relay.bundle("mine", keyStore))
				.run((context) -> execute(context.getBean(RunOperations.class)));
			assertThat(relay.requests()).hasSameSizeAs(this.simulator.exchanges());
		}
		assertThat(streamed()).hasSize(2);
	}

	@Test
	void withoutTheBundleNothingReachesTheServer(@TempDir Path folder) throws Exception {
		try (Relay relay = Relay.secure(folder.resolve("server.p12"), this.simulator.baseUrl())) {
			on(Wire.RESPONSES).withPropertyValues("openai.base-url=https://localhost:" + relay.port() + "/v1")
				.run((context) -> assertThatExceptionOfType(ApiConnectionException.class)
					.isThrownBy(() -> execute(context.getBean(RunOperations.class))));
			assertThat(relay.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void theProxyOfACustomizerIsThatOfStreamsToo(Wire wire) throws Exception {
		try (Relay proxy = Relay.proxy()) {
			direct(wire).withBean(ClientHttpRequestFactoryBuilderCustomizer.class, () -> customizer(proxy))
				.run((context) -> execute(context.getBean(RunOperations.class)));
			assertAllThrough(proxy);
		}
	}

	@Test
	void theProxyOfTheApplicationsOwnFactoryIsThatOfStreamsToo() throws Exception {
		try (Relay proxy = Relay.proxy()) {
			direct(Wire.RESPONSES)
				.withBean(ClientHttpRequestFactoryBuilder.class,
						() -> ClientHttpRequestFactoryBuilder.jdk()
							.withHttpClientCustomizer((client) -> client.proxy(proxy.selector())))
				.run((context) -> execute(context.getBean(RunOperations.class)));
			assertAllThrough(proxy);
		}
	}

	@Test
	void theProxyOfTheProcessIsThatOfStreamsToo() throws Exception {
		ProxySelector usual = ProxySelector.getDefault();
		try (Relay proxy = Relay.proxy()) {
			ProxySelector.setDefault(proxy.selector());
			direct(Wire.RESPONSES).run((context) -> execute(context.getBean(RunOperations.class)));
			assertAllThrough(proxy);
		}
		finally {
			ProxySelector.setDefault(usual);
		}
	}

	@Test
	void customizersOfTheJdksClientAreForStreamsIfOrdinaryRequestsHaveAnother() throws Exception {
		try (Relay proxy = Relay.proxy()) {
			direct(Wire.RESPONSES).withPropertyValues("spring.http.clients.imperative.factory=simple")
				.withBean(ClientHttpRequestFactoryBuilderCustomizer.class, () -> customizer(proxy))
				.run((context) -> execute(context.getBean(RunOperations.class)));
			assertThat(proxy.requests()).containsExactlyElementsOf(
					streamed().stream().map((exchange) -> exchange.method() + " " + exchange.path()).toList());
		}
	}

	@Test
	void withoutAProxyNothingGoesThroughIt() throws Exception {
		try (Relay proxy = Relay.proxy()) {
			direct(Wire.RESPONSES).run((context) -> execute(context.getBean(RunOperations.class)));
			assertThat(proxy.requests()).isEmpty();
		}
		assertThat(streamed()).hasSize(2);
	}

	private ApplicationContextRunner on(Wire wire) {
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Shipped");
		return this.runner.withPropertyValues("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT));
	}

	private ApplicationContextRunner direct(Wire wire) {
		return on(wire).withPropertyValues("openai.base-url=" + this.simulator.baseUrl());
	}

	private static ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> customizer(
			Relay proxy) {
		return (builder) -> builder.withProxySelector(proxy.selector());
	}

	private static void execute(RunOperations runs) {
		assertThat(runs.execute("support", "Where is order 17?").text()).isEqualTo("Shipped");
	}

	private void assertAllThrough(Relay proxy) {
		assertThat(proxy.requests()).containsExactlyElementsOf(this.simulator.exchanges()
			.stream()
			.map((exchange) -> exchange.method() + " " + exchange.path())
			.toList());
		assertThat(streamed()).hasSize(2).hasSizeLessThan(proxy.requests().size());
	}

	private List<Exchange> streamed() {
		return this.simulator.exchanges().stream().filter((exchange) -> !exchange.eventNames().isEmpty()).toList();
	}

}
