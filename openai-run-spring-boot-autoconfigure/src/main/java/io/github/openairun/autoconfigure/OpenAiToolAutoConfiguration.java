package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolExecutorBuilder;
import io.github.openairun.tool.ToolHandlerRegistrar;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * {@link AutoConfiguration Auto-configuration} for tools: their discovery, their schemas
 * and the execution of their calls.
 */
@AutoConfiguration(after = JacksonAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
public final class OpenAiToolAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ToolSchemaGenerator toolSchemaGenerator(ObjectProvider<JsonMapper> mappers) {
		return ToolSchemaGenerator.create(mapper(mappers));
	}

	@Bean
	@ConditionalOnMissingBean
	ToolHandlerRegistrar toolHandlerRegistrar(ToolSchemaGenerator schemas, ObjectProvider<JsonMapper> mappers) {
		return new ToolHandlerRegistrar(schemas, mapper(mappers));
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
			ObjectProvider<ToolErrorHandler> errorHandlers) {
		ToolExecutorBuilder builder = registrar.executor(resultConverter);
		errorHandlers.ifAvailable(builder::errorHandler);
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	StructuredOutputs structuredOutputs(ToolSchemaGenerator schemas, ObjectProvider<JsonMapper> mappers) {
		return new StructuredOutputs(schemas, mapper(mappers));
	}

	private static JsonMapper mapper(ObjectProvider<JsonMapper> mappers) {
		return mappers.getIfAvailable(() -> JsonMapper.builder().build());
	}

}
