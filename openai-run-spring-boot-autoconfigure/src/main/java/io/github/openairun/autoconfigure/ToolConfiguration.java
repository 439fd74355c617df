package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.ConcurrencyThrottleSupport;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.JacksonToolSchemaGenerator;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolExecutorBuilder;
import io.github.openairun.tool.ToolHandlerRegistrar;
import io.github.openairun.tool.ToolInterceptor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Configuration of the tools and of their execution.
 */
@Configuration(proxyBeanMethods = false)
class ToolConfiguration {

	private static JsonMapper mapper(ObjectProvider<JsonMapper> mappers) {
		return mappers.getIfAvailable(JsonMapper::shared);
	}

	@Bean
	@ConditionalOnMissingBean
	ToolSchemaGenerator toolSchemaGenerator(ObjectProvider<JsonMapper> mappers) {
		return new JacksonToolSchemaGenerator(mapper(mappers));
	}

	@Bean
	@ConditionalOnMissingBean
	StructuredOutputs structuredOutputs(ToolSchemaGenerator schemas, ObjectProvider<JsonMapper> mappers) {
		return new StructuredOutputs(schemas, mapper(mappers));
	}

	@Bean
	@ConditionalOnMissingBean
	ToolResultConverter toolResultConverter(ObjectProvider<JsonMapper> mappers) {
		return ToolResultConverter.json(mapper(mappers));
	}

	@Bean
	ToolHandlerRegistrar toolHandlerRegistrar() {
		return new ToolHandlerRegistrar();
	}

	@Bean
	@ConditionalOnMissingBean
	ToolRegistry toolRegistry(ToolHandlerRegistrar registrar) {
		return registrar.registry();
	}

	/**
	 * The threads of tool calls. The executor is found by its name only, so that it does
	 * not make Spring Boot's own back off.
	 */
	@Bean(name = OpenAiRunAutoConfiguration.TOOL_TASK_EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = OpenAiRunAutoConfiguration.TOOL_TASK_EXECUTOR)
	AsyncTaskExecutor openAiToolTaskExecutor(OpenAiRunProperties properties, Environment environment,
			ObjectProvider<ThreadPoolTaskExecutorBuilder> pools,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple) {
		return new TaskExecutorFactory(environment, pools.getIfAvailable(ThreadPoolTaskExecutorBuilder::new),
				simple.getIfAvailable(SimpleAsyncTaskExecutorBuilder::new))
			.create("openai-tool-", properties.getTools().getMaxConcurrency());
	}

	/**
	 * The threads of tool calls in runs that handlers have started: a new one for each
	 * call, so that it never waits for the handler that waits for it.
	 */
	@Bean(name = OpenAiRunAutoConfiguration.NESTED_TOOL_TASK_EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = OpenAiRunAutoConfiguration.NESTED_TOOL_TASK_EXECUTOR)
	AsyncTaskExecutor openAiNestedToolTaskExecutor(ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple) {
		SimpleAsyncTaskExecutor executor = simple.getIfAvailable(SimpleAsyncTaskExecutorBuilder::new)
			.threadNamePrefix("openai-tool-nested-")
			.concurrencyLimit(ConcurrencyThrottleSupport.UNBOUNDED_CONCURRENCY)
			.build();
		executor.setDaemon(true);
		return executor;
	}

	@Bean
	@ConditionalOnMissingBean(ToolExecutor.class)
	ToolExecutor toolExecutor(OpenAiRunProperties properties, ToolHandlerRegistrar registrar,
			ToolResultConverter resultConverter,
			@Qualifier(OpenAiRunAutoConfiguration.TOOL_TASK_EXECUTOR) Executor executor,
			@Qualifier(OpenAiRunAutoConfiguration.NESTED_TOOL_TASK_EXECUTOR) Executor nestedExecutor,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler,
			ObjectProvider<ToolErrorHandler> errorHandlers, ObjectProvider<ToolInterceptor> interceptors,
			ObjectProvider<ContextPropagator> contextPropagators, ObjectProvider<RunObservations> observations) {
		RunToolProperties tools = properties.getTools();
		List<ContextPropagator> propagators = new ArrayList<>(ContextPropagator.standard());
		contextPropagators.orderedStream().forEach(propagators::add);
		ToolExecutorBuilder builder = new ToolExecutorBuilder(registrar, resultConverter).executor(executor, () -> {
		})
			.nestedExecutor(nestedExecutor)
			.timeout(tools.getTimeout())
			.scheduler(scheduler)
			.maxConcurrency(tools.getMaxConcurrency(), tools.getMaxConcurrencyPerRun())
			.maxOutputSize(tools.getMaxOutputSize().toBytes(), tools.getMaxTotalOutputSize().toBytes())
			.interceptors(interceptors.orderedStream().toList())
			.contextPropagators(propagators);
		errorHandlers.ifAvailable(builder::errorHandler);
		observations.ifUnique(builder::observations);
		return builder.build();
	}

}
