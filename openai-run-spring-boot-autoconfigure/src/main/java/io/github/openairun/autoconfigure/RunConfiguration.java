package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantOperations;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.ThreadDeletionListener;
import io.github.openairun.ThreadOperations;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.AssistantTemplate;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.Connections;
import io.github.openairun.engine.PollPolicy;
import io.github.openairun.engine.RunApprovals;
import io.github.openairun.engine.RunDriver;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.engine.RunHistory;
import io.github.openairun.engine.RunTemplate;
import io.github.openairun.engine.ThreadTemplate;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.wire.RunGateway;

/**
 * Configuration of the engine and of the operations.
 */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AssistantCatalog assistantCatalog(OpenAiRunProperties properties, ObjectProvider<Assistant> assistants,
			ResourceLoader resourceLoader) {
		return new AssistantFactory(resourceLoader).catalog(properties.getAssistants(), assistants);
	}

	@Bean
	@ConditionalOnMissingBean
	RunLimits runLimits(OpenAiRunProperties properties) {
		if (properties.getOnTimeout() == RunLimit.Action.TELL_MODEL) {
			throw new InvalidConfigurationPropertyValueException("openai.run.on-timeout", properties.getOnTimeout(),
					"'tell-model' needs a tool call, and a timeout has none: set 'cancel' or 'throw'.");
		}
		return new RunLimits(properties.getTimeout(),
				new RunLimit(properties.getMaxRounds(), properties.getOnMaxRounds()),
				new RunLimit(properties.getMaxCalls(), properties.getOnMaxCalls()),
				new RunLimit(properties.getMaxCallsPerTool(), properties.getOnMaxCallsPerTool()),
				new RunLimit(properties.getMaxIdenticalCalls(), properties.getOnMaxIdenticalCalls()),
				(properties.getMaxTokens() != null)
						? new RunLimit(properties.getMaxTokens(), properties.getOnMaxTokens()) : null,
				properties.getOnTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	PollPolicy pollPolicy(OpenAiRunProperties properties) {
		return properties.getPoll().policy(Duration.ZERO);
	}

	@Bean
	@ConditionalOnMissingBean
	BusyThreadPolicy busyThreadPolicy(OpenAiRunProperties properties) {
		OpenAiRunProperties.BusyThread busyThread = properties.getBusyThread();
		return new BusyThreadPolicy(busyThread.getAction(), busyThread.getMaxWait());
	}

	@Bean
	@ConditionalOnMissingBean
	RunEngine runEngine(OpenAiRunProperties properties,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new RunEngine(properties.getEngine().settings(), scheduler);
	}

	@Bean
	@ConditionalOnMissingBean(RunOperations.class)
	RunTemplate runTemplate(OpenAiRunProperties properties, RunGateway gateway, Connections connections,
			RunEngine engine, AssistantCatalog assistants, ToolRegistry registry, ToolExecutor executor,
			ToolResultConverter resultConverter, StructuredOutputs structuredOutputs, RunLimits limits,
			PollPolicy pollPolicy, BusyThreadPolicy busyThreadPolicy, ObjectProvider<RunListener> listeners,
			ObjectProvider<RunObservations> observations, ObjectProvider<RunHistory> histories,
			RunApprovals approvals) {
		return RunTemplate.builder(gateway)
			.connections(connections)
			.tools(registry, executor, resultConverter, structuredOutputs)
			.assistants(assistants)
			.limits(limits)
			.pollPolicy(pollPolicy)
			.busyThreadPolicy(busyThreadPolicy)
			.engine(engine)
			.streaming(properties.getStreaming())
			.listeners(listeners.orderedStream().toList())
			.observations(observations.getIfUnique(() -> RunObservations.NONE))
			.history(histories.getIfUnique())
			.approvals(approvals)
			.toolsOnServer(properties.getTools().getAttach() == RunToolProperties.Attach.NONE)
			.build();
	}

	/** Lazy, because a test may replace the template by a mock of another type. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(RunTemplate.class)
	RunDriver runDriver(RunTemplate runs) {
		return new RunDriver(runs);
	}

	@Bean
	@ConditionalOnMissingBean(ThreadOperations.class)
	ThreadTemplate threadTemplate(BusyThreadPolicy busyThreadPolicy, Connections connections,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler, RunApprovals approvals,
			ObjectProvider<ThreadDeletionListener> deletions) {
		return new ThreadTemplate(connections, busyThreadPolicy, scheduler, approvals.all(),
				deletions.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean({ AssistantOperations.class, AssistantAdminOperations.class })
	AssistantTemplate assistantTemplate(AssistantCatalog assistants, Connections connections, ToolRegistry registry) {
		return new AssistantTemplate(connections, assistants, registry);
	}

	/**
	 * The check depends on the gateways so that the connection is created, and thereby
	 * checked, even if the application initializes its beans lazily.
	 */
	@Bean
	RunConfigurationCheck runConfigurationCheck(OpenAiRunProperties properties, OpenAiProperties connectionProperties,
			Connections gateways, RunLimits limits, PollPolicy pollPolicy, BusyThreadPolicy busyThreadPolicy,
			AssistantCatalog assistants, ToolRegistry registry, List<GatewayFactory> wires, Environment environment,
			ObjectProvider<OpenAiConnectionDetails> connections) {
		return new RunConfigurationCheck(properties, connectionProperties.getConnections(), gateways, assistants,
				registry, wires, environment, connections);
	}

}
