package io.github.openairun.tool;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolOutput;

/**
 * Writes results as compact JSON by the application's mapper.
 */
final class JsonToolResultConverter implements ToolResultConverter {

	private final ObjectWriter writer;

	JsonToolResultConverter(JsonMapper mapper) {
		Assert.notNull(mapper, "'mapper' must not be null");
		this.writer = BufferPool.pooled(mapper).writer().without(SerializationFeature.INDENT_OUTPUT);
	}

	@Override
	public String convert(@Nullable Object result) {
		if (result instanceof String text) {
			return text;
		}
		if (result instanceof Optional<?> optional) {
			return convert(optional.orElse(null));
		}
		if (result instanceof ToolOutput output) {
			return output.output();
		}
		return this.writer.writeValueAsString(result);
	}

}
