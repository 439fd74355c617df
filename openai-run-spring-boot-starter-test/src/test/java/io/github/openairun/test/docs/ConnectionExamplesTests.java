package io.github.openairun.test.docs;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.AssistantThread;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ThreadOperations;
import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Examples of docs/runs.md and docs/configuration.md about keys and connections.
 */
class ConnectionExamplesTests {

	@Test
	void keysOfTenants() {
		start(TenantConfiguration.class, (runs) -> {
			runs.execute(RunRequest.assistant("support").message("Hello").context(Map.of("tenant", "acme")).build());
			assertThat(TenantConfiguration.asked).isNotEmpty().containsOnly("acme");
		});
	}

	@Test
	void severalConnections() {
		try (OpenAiSimulator first = simulator(); OpenAiSimulator other = OpenAiSimulator.start()) {
			other.when(anyMessage()).reply("A draft");
			SpringApplication application = new SpringApplication(PlainConfiguration.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
					"--openai.base-url=" + first.baseUrl(), "--openai.api-key=sk-test",
					"--openai.connections.ollama.base-url=" + other.baseUrl(),
					"--openai.connections.ollama.api-key=sk-other", "--openai.connections.ollama.threads=application",
					"--openai.run.assistants.support.model=gpt-5-mini", "--openai.run.assistants.drafts.model=qwen3",
					"--openai.run.assistants.drafts.connection=ollama")) {
				RunOperations runs = context.getBean(RunOperations.class);
				assertThat(drafts(runs, context.getBean(ThreadOperations.class), "Write")).isEqualTo("A draft A draft");
				assertThat(runs.execute("support", "Hello").text()).isEqualTo("Hi");
			}
		}
	}

	private static String drafts(RunOperations runs, ThreadOperations threads, String text) {
		AssistantThread thread = threads.withConnection("ollama").create();
		RunResult draft = runs.execute(RunRequest.assistant("drafts").thread(thread.id()).message(text).build());
		String second = runs.withConnection("ollama").execute("support", text).text();
		return draft.text() + " " + second;
	}

	@Test
	void connectionsFromContainer() {
		start(ContainerConfiguration.class,
				(runs) -> assertThat(runs.execute("support", "Hello").text()).isEqualTo("Hi"));
	}

	@Test
	void proxyOfAllRequests() {
		List<HttpClient> clients = new CopyOnWriteArrayList<>();
		new ProxyConfiguration().proxy()
			.customize(ClientHttpRequestFactoryBuilder.jdk())
			.withHttpClientCustomizer((client) -> clients.add(client.build()))
			.build();
		assertThat(clients).singleElement()
			.satisfies(
					(client) -> assertThat(client.proxy().orElseThrow().select(URI.create("https://api.openai.com/v1")))
						.singleElement()
						.hasToString("HTTP @ proxy.example.com/<unresolved>:3128"));
	}

	private static void start(Class<?> configuration, Use use) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
				"--openai.run.assistants.support.model=gpt-5-mini")) {
			use.with(context.getBean(RunOperations.class));
		}
	}

	private static OpenAiSimulator simulator() {
		OpenAiSimulator simulator = OpenAiSimulator.start();
		simulator.when(anyMessage()).reply("Hi");
		return simulator;
	}

	@FunctionalInterface
	interface Use {

		void with(RunOperations runs);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PlainConfiguration {

	}

	interface TenantKeys {

		String keyOf(String tenant);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TenantConfiguration {

		static final List<String> asked = new CopyOnWriteArrayList<>();

		@Bean(destroyMethod = "close")
		OpenAiSimulator server() {
			return simulator();
		}

		@Bean
		OpenAiConnectionDetails connection(OpenAiSimulator server) {
			return new Server(server.baseUrl());
		}

		@Bean
		TenantKeys keys() {
			return (tenant) -> {
				asked.add(tenant);
				return "sk-" + tenant;
			};
		}

		@Bean
		ApiKeySupplier tenantKeys(TenantKeys keys) {
			return (request) -> keys.keyOf((String) request.context().getOrDefault("tenant", "default"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ContainerConfiguration {

		@Bean(initMethod = "start", destroyMethod = "stop")
		ModelContainer modelContainer() {
			return new ModelContainer();
		}

		@Bean
		OpenAiConnectionDetails modelServer(ModelContainer container) {
			return new OpenAiConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "http://" + container.getHost() + ":" + container.getMappedPort(8000) + "/v1";
				}

				@Override
				public @Nullable String getApiKey() {
					return "none";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> proxy() {
			ProxySelector proxy = ProxySelector.of(new InetSocketAddress("proxy.example.com", 3128));
			return (builder) -> builder.withProxySelector(proxy);
		}

	}

	record Server(String baseUrl) implements OpenAiConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public @Nullable String getApiKey() {
			return null;
		}

	}

	/**
	 * Has the methods that a container of Testcontainers has.
	 */
	static class ModelContainer {

		private @Nullable OpenAiSimulator simulator;

		void start() {
			this.simulator = simulator();
		}

		void stop() {
			server().close();
		}

		String getHost() {
			return "localhost";
		}

		int getMappedPort(int port) {
			return URI.create(server().baseUrl()).getPort();
		}

		private OpenAiSimulator server() {
			assertThat(this.simulator).isNotNull();
			return this.simulator;
		}

	}

}
