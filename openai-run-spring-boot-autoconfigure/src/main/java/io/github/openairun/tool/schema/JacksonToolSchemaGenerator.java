package io.github.openairun.tool.schema;

import java.lang.reflect.Type;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

/**
 * The default generator.
 */
final class JacksonToolSchemaGenerator implements ToolSchemaGenerator {

	private final JsonMapper mapper;

	JacksonToolSchemaGenerator(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public ToolSchema forParameters(List<ToolParameter> parameters) {
		throw new UnsupportedOperationException(this.mapper.toString());
	}

	@Override
	public ToolSchema forType(Type type) {
		throw new UnsupportedOperationException(this.mapper.toString());
	}

}
