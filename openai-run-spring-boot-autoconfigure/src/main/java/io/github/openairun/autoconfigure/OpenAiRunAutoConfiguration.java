package io.github.openairun.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantOperations;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.ThreadOperations;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.AssistantTemplate;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.engine.RunHistory;
import io.github.openairun.engine.RunScheduler;
import io.github.openairun.engine.RunTemplate;
import io.github.openairun.engine.ThreadTemplate;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.tool.schema.ToolSchemaGenerator;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.Sleeper;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.assistants.AssistantsGateway;
import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * {@link AutoConfiguration Auto-configuration} for runs, threads and assistants, which
 * are created when they are used.
 * <p>
 * Signatures name as few types as they can, and contracts rather than classes: all that
 * they name is loaded at start, whether or not it is used.
 */
@Lazy
@AutoConfiguration(after = { OpenAiConnectionAutoConfiguration.class, OpenAiToolAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiRunProperties.class)
public final class OpenAiRunAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(RunGateway.class)
	RunGateway runGateway(WireClient wireClient, ObjectProvider<StreamTransport> transports,
			ObjectProvider<RunLinkStore> linkStores, AssistantCatalog assistants, OpenAiRunProperties properties) {
		StreamTransport transport = transports.getIfAvailable();
		WireClient client = (transport != null) ? wireClient.withStreams(transport) : wireClient;
		return switch (properties.getWire()) {
			case RESPONSES -> new ResponsesGateway(client, RunPolicies.responses(linkStores, assistants, properties));
			case ASSISTANTS -> new AssistantsGateway(client, properties.isBetaHeader(),
					properties.getTools().getAttach() == RunToolProperties.Attach.RUN);
		};
	}

	@Bean
	@ConditionalOnMissingBean(AssistantCatalog.class)
	AssistantCatalog assistantCatalog(OpenAiRunProperties properties, ObjectProvider<Assistant> assistants,
			ResourceLoader resourceLoader) {
		return new AssistantFactory(resourceLoader).catalog(properties.getAssistants(), assistants);
	}

	@Bean
	@ConditionalOnMissingBean(RunEngine.class)
	RunEngine runEngine(OpenAiRunProperties properties, ObjectProvider<RunScheduler> schedulers) {
		return new RunEngine(properties.getEngine().settings(), schedulers.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(RunOperations.class)
	RunOperations runTemplate(RunGateway gateway, AssistantCatalog assistants, ToolRegistry registry,
			ToolExecutor executor, ObjectProvider<ToolResultConverter> resultConverters, ToolSchemaGenerator schemas,
			ObjectProvider<JsonMapper> mappers, ObjectProvider<BusyThreadPolicy> busyThreadPolicies,
			ObjectProvider<Sleeper> sleepers, RunEngine engine, OpenAiRunProperties properties,
			ObjectProvider<RunListener> listeners, ObjectProvider<Clock> clocks,
			ObjectProvider<RunObservations> observations, ObjectProvider<RunHistory> histories) {
		return RunTemplate.builder(gateway)
			.tools(registry, executor, ToolExtensions.resultConverter(resultConverters, mappers),
					new StructuredOutputs(schemas, ToolExtensions.mapper(mappers)))
			.assistants(assistants)
			.limits(properties.limits())
			.pollPolicy(RunPolicies.poll(properties))
			.busyThreadPolicy(RunPolicies.busyThread(busyThreadPolicies, sleepers, properties))
			.engine(engine)
			.streaming(properties.getStreaming())
			.listeners(listeners.orderedStream().toList())
			.observations(RunPolicies.observations(observations))
			.history(histories.getIfUnique())
			.toolsOnServer(properties.getTools().getAttach() == RunToolProperties.Attach.NONE)
			.clock(clocks.getIfUnique(Clock::systemUTC))
			.build();
	}

	@Bean
	@ConditionalOnMissingBean(ThreadOperations.class)
	ThreadOperations threadTemplate(RunGateway gateway, ObjectProvider<BusyThreadPolicy> busyThreadPolicies,
			ObjectProvider<Sleeper> sleepers, OpenAiRunProperties properties) {
		return new ThreadTemplate(gateway, RunPolicies.busyThread(busyThreadPolicies, sleepers, properties));
	}

	@Bean
	@ConditionalOnMissingBean({ AssistantOperations.class, AssistantAdminOperations.class })
	AssistantTemplate assistantTemplate(RunGateway gateway, AssistantCatalog assistants, ToolRegistry registry) {
		return new AssistantTemplate(gateway, assistants, registry);
	}

	@Bean
	@Lazy(false)
	static RunConfigurationCheck runConfigurationCheck(ListableBeanFactory beanFactory, Environment environment) {
		return new RunConfigurationCheck(beanFactory, environment);
	}

}
