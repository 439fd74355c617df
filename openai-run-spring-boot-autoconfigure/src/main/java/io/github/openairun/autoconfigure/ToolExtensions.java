package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolExecutorBuilder;
import io.github.openairun.tool.ToolInterceptor;
import io.github.openairun.tool.ToolResultConverter;

/**
 * What an application adds to the execution of tools.
 */
record ToolExtensions(ObjectProvider<ToolErrorHandler> errorHandlers, ObjectProvider<ToolInterceptor> interceptors,
		ObjectProvider<ContextPropagator> propagators, ObjectProvider<RunObservations> observations) {

	void apply(ToolExecutorBuilder builder) {
		this.errorHandlers.ifAvailable(builder::errorHandler);
		builder.interceptors(this.interceptors.orderedStream().toList());
		List<ContextPropagator> all = new ArrayList<>(ContextPropagator.standard());
		this.propagators.orderedStream().forEach(all::add);
		builder.contextPropagators(all);
		this.observations.ifUnique(builder::observations);
	}

	/** What turns results into text: the application's own, or JSON. */
	static ToolResultConverter resultConverter(ObjectProvider<ToolResultConverter> own,
			ObjectProvider<JsonMapper> mappers) {
		return own.getIfAvailable(() -> ToolResultConverter.json(mapper(mappers)));
	}

	static JsonMapper mapper(ObjectProvider<JsonMapper> mappers) {
		return mappers.getIfAvailable(JsonMapper::shared);
	}

}
