package io.github.openairun.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantOperations;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.ThreadOperations;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.AssistantTemplate;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.PollPolicy;
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
 */
@Lazy
@AutoConfiguration(after = { OpenAiConnectionAutoConfiguration.class, OpenAiStreamAutoConfiguration.class,
		OpenAiToolAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ OpenAiRunProperties.class, OpenAiToolProperties.class })
@ImportRuntimeHints(OpenAiRunRuntimeHints.class)
public final class OpenAiRunAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "openai.run.responses.link-store", havingValue = "memory", matchIfMissing = true)
	RunLinkStore runLinkStore() {
		return RunLinkStore.inMemory();
	}

	@Bean
	@ConditionalOnMissingBean
	RunGateway runGateway(WireClient wireClient, ObjectProvider<StreamTransport> transports,
			ObjectProvider<RunLinkStore> linkStores, AssistantCatalog assistants, OpenAiRunProperties properties,
			OpenAiToolProperties tools) {
		StreamTransport transport = transports.getIfAvailable();
		WireClient client = (transport != null) ? wireClient.withStreams(transport) : wireClient;
		return switch (properties.getWire()) {
			case RESPONSES -> new ResponsesGateway(client,
					options(linkStores.getIfAvailable(), assistants, properties.getResponses()));
			case ASSISTANTS -> new AssistantsGateway(client, properties.isBetaHeader(),
					tools.getAttach() == OpenAiToolProperties.Attach.RUN);
		};
	}

	private static ResponsesGateway.Options options(@Nullable RunLinkStore linkStore, AssistantCatalog assistants,
			OpenAiRunProperties.Responses properties) {
		return new ResponsesGateway.Options(linkStore, assistants::find, properties.isRepairDanglingCalls(),
				properties.getBackground());
	}

	@Bean
	@ConditionalOnMissingBean
	AssistantCatalog assistantCatalog(OpenAiRunProperties properties, ObjectProvider<Assistant> assistants,
			ResourceLoader resourceLoader) {
		AssistantFactory factory = new AssistantFactory(resourceLoader);
		Stream<Assistant> configured = properties.getAssistants()
			.entrySet()
			.stream()
			.map((entry) -> factory.create(entry.getKey(), entry.getValue()));
		return new AssistantCatalog(Stream.concat(configured, assistants.orderedStream()).toList());
	}

	@Bean
	@ConditionalOnMissingBean
	BusyThreadPolicy busyThreadPolicy(OpenAiRunProperties properties, ObjectProvider<Sleeper> sleepers) {
		OpenAiRunProperties.BusyThread busyThread = properties.getBusyThread();
		return new BusyThreadPolicy(busyThread.getAction(), busyThread.getMaxWait(),
				sleepers.getIfAvailable(Sleeper::system));
	}

	@Bean
	@Lazy(false)
	RunEngineLifecycle runEngineLifecycle() {
		return new RunEngineLifecycle();
	}

	@Bean
	@ConditionalOnMissingBean
	RunEngine runEngine(OpenAiRunProperties properties, ObjectProvider<RunScheduler> schedulers,
			RunEngineLifecycle lifecycle) {
		return lifecycle.manage(new RunEngine(properties.getEngine().settings(), schedulers.getIfAvailable()));
	}

	@Bean
	@ConditionalOnMissingBean(RunOperations.class)
	RunTemplate runTemplate(RunGateway gateway, AssistantCatalog assistants, ToolRegistry registry,
			ToolExecutor executor, ToolResultConverter resultConverter, StructuredOutputs structuredOutputs,
			BusyThreadPolicy busyThreadPolicy, RunEngine engine, OpenAiRunProperties properties,
			OpenAiToolProperties toolProperties, ObjectProvider<RunListener> listeners, ObjectProvider<Clock> clocks,
			ObjectProvider<RunObservations> observations, ObjectProvider<RunHistory> histories) {
		List<RunListener> ordered = listeners.orderedStream().toList();
		return RunTemplate.builder(gateway)
			.tools(registry, executor, resultConverter, structuredOutputs)
			.assistants(assistants)
			.limits(properties.limits())
			.pollPolicy(pollPolicy(properties.getPoll()))
			.busyThreadPolicy(busyThreadPolicy)
			.engine(engine)
			.streaming(properties.getStreaming())
			.listeners(ordered)
			.observations(observations.getIfUnique(() -> RunObservations.NONE))
			.history(histories.getIfUnique())
			.toolsOnServer(toolProperties.getAttach() == OpenAiToolProperties.Attach.NONE)
			.clock(clocks.getIfUnique(Clock::systemUTC))
			.build();
	}

	private static PollPolicy pollPolicy(OpenAiRunProperties.Poll poll) {
		return new PollPolicy(poll.getInitialInterval(), poll.getMultiplier(), poll.getMaxInterval(),
				PollPolicy.defaults().random());
	}

	@Bean
	@ConditionalOnMissingBean(ThreadOperations.class)
	ThreadTemplate threadTemplate(RunGateway gateway, BusyThreadPolicy busyThreadPolicy) {
		return new ThreadTemplate(gateway, busyThreadPolicy);
	}

	@Bean
	@ConditionalOnMissingBean({ AssistantOperations.class, AssistantAdminOperations.class })
	AssistantTemplate assistantTemplate(RunGateway gateway, AssistantCatalog assistants, ToolRegistry registry) {
		return new AssistantTemplate(gateway, assistants, registry);
	}

	@Bean
	@Lazy(false)
	RunConfigurationCheck runConfigurationCheck(ListableBeanFactory beanFactory, Environment environment) {
		return new RunConfigurationCheck(beanFactory, environment);
	}

}
