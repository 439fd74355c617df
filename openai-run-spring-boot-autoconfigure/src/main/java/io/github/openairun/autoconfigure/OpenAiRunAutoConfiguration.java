package io.github.openairun.autoconfigure;

import java.time.Clock;
import java.util.concurrent.Executor;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.client.RestClient;
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
import io.github.openairun.engine.RunHistory;
import io.github.openairun.engine.RunTemplate;
import io.github.openairun.engine.ThreadTemplate;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolExecutorBuilder;
import io.github.openairun.tool.ToolHandlerRegistrar;
import io.github.openairun.tool.ToolInterceptor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;

/**
 * {@link AutoConfiguration Auto-configuration} for runs: their operations, the tools that
 * they call, and the connection to the server.
 * <p>
 * Handlers are looked for and the configuration is checked when the application starts;
 * all else is created when it is used. Every configuration class, every definition of a
 * bean and every condition costs each start, and so does every type that the signatures
 * of a bean's class name: what only serves other beans here is no bean, though one of the
 * application's goes before it. The order among other configurations does not matter,
 * since their beans are taken when they are needed. Methods are static that are called
 * when the application starts, which spares the creation of the configuration itself.
 */
@Lazy
@AutoConfiguration
@ConditionalOnClass(RestClient.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ OpenAiProperties.class, OpenAiRunProperties.class })
public final class OpenAiRunAutoConfiguration {

	/** The name of a bean that brings the threads of tool calls. */
	static final String TOOL_TASK_EXECUTOR = "openAiToolTaskExecutor";

	/** The name of the bean that runs all delayed work of the library. */
	static final String TASK_SCHEDULER = "openAiRunTaskScheduler";

	@Bean
	@Lazy(false)
	static RunConfigurationCheck runConfigurationCheck(ListableBeanFactory beanFactory,
			ConfigurableEnvironment environment) {
		return new RunConfigurationCheck(beanFactory, environment);
	}

	@Bean(ConnectionCheck.DETAILS)
	@ConditionalOnMissingBean(OpenAiConnectionDetails.class)
	PropertiesOpenAiConnectionDetails openAiConnectionDetails(OpenAiProperties properties,
			ConfigurableEnvironment environment) {
		return new PropertiesOpenAiConnectionDetails(properties.getBaseUrl(), ApiKeyLookup.find(environment));
	}

	/**
	 * The time of the library. It is found by its name only, so that it is not taken for
	 * a scheduler of the application and does not make Spring Boot's own back off.
	 */
	@Bean(name = TASK_SCHEDULER, defaultCandidate = false)
	@ConditionalOnMissingBean(name = TASK_SCHEDULER)
	TaskScheduler openAiRunTaskScheduler(ObjectProvider<Clock> clocks) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setClock(clocks.getIfUnique(Clock::systemUTC));
		scheduler.setThreadNamePrefix("openai-run-scheduler-");
		scheduler.setDaemon(true);
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setAcceptTasksAfterContextClose(true);
		return scheduler;
	}

	@Bean
	RunComponents runComponents(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new RunComponentsFactory(beanFactory, environment).create();
	}

	@Bean
	@ConditionalOnMissingBean(AssistantCatalog.class)
	AssistantCatalog assistantCatalog(OpenAiRunProperties properties, ObjectProvider<Assistant> assistants,
			ResourceLoader resourceLoader) {
		return new AssistantFactory(resourceLoader).catalog(properties.getAssistants(), assistants);
	}

	@Bean
	@Lazy(false)
	static ToolHandlerRegistrar toolHandlerRegistrar() {
		return new ToolHandlerRegistrar();
	}

	@Bean
	@ConditionalOnMissingBean(ToolRegistry.class)
	ToolRegistry toolRegistry(ToolHandlerRegistrar registrar) {
		return registrar.registry();
	}

	@Bean
	@ConditionalOnMissingBean(ToolExecutor.class)
	ToolExecutor toolExecutor(ToolHandlerRegistrar registrar, ObjectProvider<ToolResultConverter> resultConverters,
			ObjectProvider<JsonMapper> mappers, OpenAiRunProperties properties,
			@Qualifier(TASK_SCHEDULER) TaskScheduler scheduler, Environment environment,
			ObjectProvider<ThreadPoolTaskExecutorBuilder> pools, ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple,
			@Qualifier(TOOL_TASK_EXECUTOR) ObjectProvider<Executor> custom,
			ObjectProvider<ToolErrorHandler> errorHandlers, ObjectProvider<ToolInterceptor> interceptors,
			ObjectProvider<ContextPropagator> propagators, ObjectProvider<RunObservations> observations) {
		RunToolProperties tools = properties.getTools();
		ToolExecutorBuilder builder = new ToolExecutorBuilder(registrar,
				ToolExtensions.resultConverter(resultConverters, mappers))
			.timeout(tools.getTimeout())
			.scheduler(scheduler)
			.maxConcurrency(tools.getMaxConcurrency(), tools.getMaxConcurrencyPerRun())
			.maxOutputSize(tools.getMaxOutputSize().toBytes(), tools.getMaxTotalOutputSize().toBytes());
		new ToolExtensions(errorHandlers, interceptors, propagators, observations).apply(builder);
		new ToolThreads(environment, pools, simple, custom).apply(builder, tools.getMaxConcurrency());
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean(RunOperations.class)
	RunOperations runTemplate(RunComponents components, AssistantCatalog assistants, ToolRegistry registry,
			ToolExecutor executor, ToolHandlerRegistrar registrar, ObjectProvider<ToolResultConverter> resultConverters,
			ObjectProvider<JsonMapper> mappers, ObjectProvider<BusyThreadPolicy> busyThreadPolicies,
			OpenAiRunProperties properties, ObjectProvider<RunListener> listeners,
			ObjectProvider<RunObservations> observations, ObjectProvider<RunHistory> histories) {
		return RunTemplate.builder(components.gateway())
			.tools(registry, executor, ToolExtensions.resultConverter(resultConverters, mappers),
					new StructuredOutputs(registrar.schemas(), ToolExtensions.mapper(mappers)))
			.assistants(assistants)
			.limits(RunPolicies.limits(properties))
			.pollPolicy(RunPolicies.poll(properties))
			.busyThreadPolicy(RunPolicies.busyThread(busyThreadPolicies, properties))
			.engine(components.engine())
			.streaming(properties.getStreaming())
			.listeners(listeners.orderedStream().toList())
			.observations(RunPolicies.observations(observations))
			.history(histories.getIfUnique())
			.toolsOnServer(properties.getTools().getAttach() == RunToolProperties.Attach.NONE)
			.build();
	}

	@Bean
	@ConditionalOnMissingBean(ThreadOperations.class)
	ThreadOperations threadTemplate(RunComponents components, ObjectProvider<BusyThreadPolicy> busyThreadPolicies,
			OpenAiRunProperties properties, @Qualifier(TASK_SCHEDULER) TaskScheduler scheduler) {
		return new ThreadTemplate(components.gateway(), RunPolicies.busyThread(busyThreadPolicies, properties),
				scheduler);
	}

	@Bean
	@ConditionalOnMissingBean({ AssistantOperations.class, AssistantAdminOperations.class })
	AssistantTemplate assistantTemplate(RunComponents components, AssistantCatalog assistants, ToolRegistry registry) {
		return new AssistantTemplate(components.gateway(), assistants, registry);
	}

}
