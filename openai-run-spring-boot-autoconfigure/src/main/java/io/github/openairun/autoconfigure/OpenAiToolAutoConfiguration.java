package io.github.openairun.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.ContextCarrier;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolExecutorBuilder;
import io.github.openairun.tool.ToolHandlerRegistrar;
import io.github.openairun.tool.ToolInterceptor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.tool.ToolTimer;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * {@link AutoConfiguration Auto-configuration} for tools: their discovery, their schemas
 * and the execution of their calls.
 * <p>
 * Handlers are looked for when the application starts; what works on them is created when
 * it is used.
 */
@Lazy
@AutoConfiguration(after = { JacksonAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiToolProperties.class)
public final class OpenAiToolAutoConfiguration {

	/** The name of a bean that brings the threads of tool calls. */
	static final String TOOL_TASK_EXECUTOR = "openAiToolTaskExecutor";

	@Bean
	@ConditionalOnMissingBean
	ToolSchemaGenerator toolSchemaGenerator(ObjectProvider<JsonMapper> mappers) {
		return ToolSchemaGenerator.create(mapper(mappers));
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	ToolHandlerRegistrar toolHandlerRegistrar(ObjectProvider<ToolSchemaGenerator> schemas,
			ObjectProvider<JsonMapper> mappers) {
		return new ToolHandlerRegistrar(schemas::getObject, () -> mapper(mappers));
	}

	@Bean
	@ConditionalOnMissingBean
	ToolRegistry toolRegistry(ToolHandlerRegistrar registrar) {
		return registrar.registry();
	}

	@Bean
	@ConditionalOnMissingBean
	ToolResultConverter toolResultConverter(ObjectProvider<JsonMapper> mappers) {
		return ToolResultConverter.json(mapper(mappers));
	}

	@Bean
	@ConditionalOnMissingBean
	ToolExecutor toolExecutor(ToolHandlerRegistrar registrar, ToolResultConverter resultConverter,
			OpenAiToolProperties properties, ToolThreads threads, ObjectProvider<Clock> clocks,
			ToolExtensions extensions) {
		ToolExecutorBuilder builder = registrar.executor(resultConverter)
			.timeout(properties.getTimeout())
			.clock(clocks.getIfUnique(Clock::systemUTC))
			.maxConcurrency(properties.getMaxConcurrency(), properties.getMaxConcurrencyPerRun())
			.maxOutputSize(properties.getMaxOutputSize().toBytes(), properties.getMaxTotalOutputSize().toBytes());
		extensions.apply(builder);
		threads.apply(builder, properties.getMaxConcurrency());
		return builder.build();
	}

	@Bean
	ToolThreads toolThreads(Environment environment, ObjectProvider<ThreadPoolTaskExecutorBuilder> pools,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple,
			@Qualifier(TOOL_TASK_EXECUTOR) ObjectProvider<Executor> custom) {
		return new ToolThreads(environment, pools, simple, custom);
	}

	@Bean
	ToolExtensions toolExtensions(ObjectProvider<ToolErrorHandler> errorHandlers,
			ObjectProvider<ToolInterceptor> interceptors, ObjectProvider<ContextCarrier> carriers,
			ObjectProvider<RunObservations> observations, ObjectProvider<ToolTimer> timers) {
		return new ToolExtensions(errorHandlers, interceptors, carriers, observations, timers);
	}

	@Bean
	@ConditionalOnMissingBean
	StructuredOutputs structuredOutputs(ToolSchemaGenerator schemas, ObjectProvider<JsonMapper> mappers) {
		return new StructuredOutputs(schemas, mapper(mappers));
	}

	private static JsonMapper mapper(ObjectProvider<JsonMapper> mappers) {
		return mappers.getIfAvailable(() -> JsonMapper.builder().build());
	}

	/**
	 * What an application adds to the execution of tools.
	 */
	record ToolExtensions(ObjectProvider<ToolErrorHandler> errorHandlers, ObjectProvider<ToolInterceptor> interceptors,
			ObjectProvider<ContextCarrier> carriers, ObjectProvider<RunObservations> observations,
			ObjectProvider<ToolTimer> timers) {

		void apply(ToolExecutorBuilder builder) {
			this.errorHandlers.ifAvailable(builder::errorHandler);
			builder.interceptors(this.interceptors.orderedStream().toList());
			List<ContextCarrier> all = new ArrayList<>(ContextCarrier.standard());
			this.carriers.orderedStream().forEach(all::add);
			builder.contextCarriers(all);
			this.observations.ifUnique(builder::observations);
			this.timers.ifAvailable(builder::timer);
		}

	}

}
