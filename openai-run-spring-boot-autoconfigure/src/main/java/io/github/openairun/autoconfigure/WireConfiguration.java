package io.github.openairun.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.Assistant;
import io.github.openairun.NotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.ToolDefinition;
import io.github.openairun.WireNotServedException;
import io.github.openairun.autoconfigure.OpenAiRunProperties.Threads;
import io.github.openairun.autoconfigure.OpenAiRunProperties.WireName;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.Connections;
import io.github.openairun.engine.ToolSelector;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadWindow;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.wire.AssistantLookup;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.assistants.AssistantsGateway;
import io.github.openairun.wire.responses.ResponsesGateway;
import io.github.openairun.wire.stateless.StatelessGateway;

/**
 * Configuration of the wires. Each wire is a {@link GatewayFactory}; the property chooses
 * one of them when the application starts, not when it is processed ahead of time, so
 * that one native image or optimized application serves both.
 */
@Configuration(proxyBeanMethods = false)
class WireConfiguration {

	@Bean
	@ConditionalOnMissingBean({ RunLinkStore.class, RunGateway.class })
	@ConditionalOnProperty(name = "openai.run.responses.link-store", havingValue = "memory", matchIfMissing = true)
	RunLinkStore runLinkStore() {
		return RunLinkStore.inMemory();
	}

	@Bean
	@ConditionalOnMissingBean({ RunLinkStore.class, RunGateway.class })
	@ConditionalOnProperty(name = "openai.run.responses.link-store", havingValue = "jdbc")
	RunLinkStore missingRunLinkStore() {
		throw missingJdbc("openai.run.responses.link-store");
	}

	private static RunConfigurationException missingJdbc(String property) {
		return new RunConfigurationException("'" + property + "' is 'jdbc', but openai-run-jdbc is not configured.",
				"Add openai-run-spring-boot-starter-jdbc, and do not set openai.run.jdbc.enabled=false.");
	}

	@Bean
	GatewayFactory responsesGatewayFactory(OpenAiRunProperties properties, ObjectProvider<RunLinkStore> linkStores,
			ObjectProvider<ThreadStore> threadStores, ObjectProvider<ThreadWindow> threadWindows,
			AssistantCatalog assistants, ObjectProvider<ToolRegistry> tools,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		AssistantLookup lookup = new ConfiguredAssistants(assistants, tools);
		ResponsesProperties responses = properties.getResponses();
		return new GatewayFactory(WireName.RESPONSES, (client, threads) -> (threads == Threads.APPLICATION)
				? new StatelessGateway(client,
						StatelessGateway.Options.of(threadStores.getObject(), scheduler.getClock())
							.withWindow(threadWindows.getObject())
							.withAssistants(lookup)
							.withPath(responses.getPath())
							.withStore(responses.getStore())
							.withExpiry(properties.getExpiry()))
				: new ResponsesGateway(client,
						new ResponsesGateway.Options(linkStores.getIfAvailable(), lookup,
								responses.isRepairDanglingCalls(), responses.getBackground(), responses.getStore())),
				List.of("openai.run.responses.*", "openai.run.max-tokens", "openai.run.threads",
						"openai.run.thread-store.*", "openai.run.thread-window.*", "openai.run.expiry",
						"openai.webhook.*"),
				new GatewayFactory.Requirement("model", (assistant) -> assistant.settings().model() != null,
						", or the model of each request"),
				(gateway, client) -> client != null && listsModels(client));
	}

	@Bean
	@ConditionalOnMissingBean
	ThreadStore threadStore(OpenAiRunProperties properties,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		ThreadStoreProperties bounds = properties.getThreadStore();
		if (bounds.getType() == ThreadStoreProperties.Type.JDBC) {
			throw missingJdbc("openai.run.thread-store.type");
		}
		return new InMemoryThreadStore(
				new InMemoryThreadStore.Bounds(bounds.getMaxThreads(), bounds.getMaxItems(), bounds.getIdleTimeout()),
				scheduler.getClock());
	}

	@Bean
	@ConditionalOnMissingBean
	ThreadWindow threadWindow(OpenAiRunProperties properties) {
		ThreadWindowProperties window = properties.getThreadWindow();
		return ThreadWindow.newest(window.getMaxItems(), window.getMaxInputTokens());
	}

	@Bean
	GatewayFactory assistantsGatewayFactory(OpenAiRunProperties properties) {
		return new GatewayFactory(WireName.ASSISTANTS,
				(client, threads) -> new AssistantsGateway(client, properties.isBetaHeader(),
						properties.getTools().getAttach() == RunToolProperties.Attach.RUN),
				List.of("openai.run.beta-header", "openai.run.tools.attach"),
				new GatewayFactory.Requirement("id", (assistant) -> assistant.id() != null, ""), (gateway, client) -> {
					gateway.forDrive().assistants().list(PageQuery.newestFirst().limit(1));
					return true;
				});
	}

	/**
	 * Looks up assistants and their tools, which are known once all beans are.
	 */
	private record ConfiguredAssistants(AssistantCatalog assistants,
			ObjectProvider<ToolRegistry> tools) implements AssistantLookup {

		@Override
		public @Nullable Assistant find(String name) {
			return this.assistants.find(name);
		}

		@Override
		public List<ToolDefinition> tools(Assistant assistant) {
			return new ToolSelector(this.tools.getObject(), this.assistants).of(assistant);
		}

	}

	private static boolean listsModels(WireClient client) {
		try {
			client.withoutRetries().exchange(WireRequest.get("/models"));
			return true;
		}
		catch (NotFoundException | WireNotServedException ex) {
			return false;
		}
	}

	@Bean
	@ConditionalOnMissingBean
	RunGateway runGateway(OpenAiRunProperties properties, List<GatewayFactory> wires, WireClient client,
			StreamTransport transport) {
		// A client of the application need not know the transport of streams.
		WireClient streaming = client.hasStreams() ? client : client.withStreams(transport);
		return GatewayFactory.of(properties.getWire(), wires).gateway().create(streaming, properties.getThreads());
	}

	@Bean
	@ConditionalOnMissingBean
	Connections openAiConnections(OpenAiProperties properties, RunGateway gateway, List<GatewayFactory> wires,
			ObjectProvider<OpenAiConnectionDetails> connections, ObjectProvider<ConnectionSettings> settings,
			ObjectProvider<WireClientFactory> clients, ObjectProvider<OpenAiRestClientCustomizer> customizers) {
		Map<String, RunGateway> further = new LinkedHashMap<>();
		properties.getConnections().forEach((name, connection) -> {
			OpenAiConnectionDetails own = connections.getObject().forConnection(name);
			OpenAiConnectionDetails details = (own != null) ? own : PropertiesOpenAiConnectionDetails.of(connection);
			ConnectionSettings common = settings.getIfAvailable();
			if (common == null) {
				throw new RunConfigurationException(
						"openai.connections needs the HTTP clients that a RunGateway bean of the application replaces.",
						"Remove openai.connections.*, and declare a Connections bean with all gateways.");
			}
			WireClient client = clients.getObject()
				.create(common.further(name, details, connection),
						ConnectionSettings.apiKeys(details, ConnectionSettings.property(name, "api-key")),
						connection.getAuthentication(),
						(builder) -> customizers.orderedStream()
							.forEach((customizer) -> customizer.customize(builder, name)))
				.withConnection(name);
			further.put(name,
					GatewayFactory.of(connection.getWire(), wires).gateway().create(client, connection.getThreads()));
		});
		return new Connections(gateway, further);
	}

}
