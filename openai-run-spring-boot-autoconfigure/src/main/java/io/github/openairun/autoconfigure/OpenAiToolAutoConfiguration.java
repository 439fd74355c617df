package io.github.openairun.autoconfigure;

import java.time.Clock;
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
 * it is used. Every definition of a bean is looked at many times at start, and so are the
 * types in the signatures of its class: what only serves one bean is no bean. Methods are
 * static that are called when the application starts, which spares the creation of the
 * configuration itself.
 */
@Lazy
@AutoConfiguration(after = { JacksonAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiRunProperties.class)
public final class OpenAiToolAutoConfiguration {

	/** The name of a bean that brings the threads of tool calls. */
	static final String TOOL_TASK_EXECUTOR = "openAiToolTaskExecutor";

	@Bean
	@ConditionalOnMissingBean(ToolSchemaGenerator.class)
	ToolSchemaGenerator toolSchemaGenerator(ObjectProvider<JsonMapper> mappers) {
		return ToolSchemaGenerator.create(ToolExtensions.mapper(mappers));
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
			ObjectProvider<JsonMapper> mappers, OpenAiRunProperties properties, ObjectProvider<Clock> clocks,
			Environment environment, ObjectProvider<ThreadPoolTaskExecutorBuilder> pools,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple,
			@Qualifier(TOOL_TASK_EXECUTOR) ObjectProvider<Executor> custom,
			ObjectProvider<ToolErrorHandler> errorHandlers, ObjectProvider<ToolInterceptor> interceptors,
			ObjectProvider<ContextCarrier> carriers, ObjectProvider<RunObservations> observations,
			ObjectProvider<ToolTimer> timers) {
		RunToolProperties tools = properties.getTools();
		ToolExecutorBuilder builder = registrar.executor(ToolExtensions.resultConverter(resultConverters, mappers))
			.timeout(tools.getTimeout())
			.clock(clocks.getIfUnique(Clock::systemUTC))
			.maxConcurrency(tools.getMaxConcurrency(), tools.getMaxConcurrencyPerRun())
			.maxOutputSize(tools.getMaxOutputSize().toBytes(), tools.getMaxTotalOutputSize().toBytes());
		new ToolExtensions(errorHandlers, interceptors, carriers, observations, timers).apply(builder);
		new ToolThreads(environment, pools, simple, custom).apply(builder, tools.getMaxConcurrency());
		return builder.build();
	}

}
