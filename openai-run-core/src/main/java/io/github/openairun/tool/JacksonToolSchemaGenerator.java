package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Describes types as the application's mapper binds them. Where strict mode cannot
 * express a type, the schema lists only the properties that are required.
 *
 * @since 0.1.0
 */
public final class JacksonToolSchemaGenerator implements ToolSchemaGenerator {

	private final JsonMapper mapper;

	private final Map<Class<?>, List<JsonNode>> enumValues = new ConcurrentHashMap<>();

	/**
	 * Create a generator.
	 * @param mapper the application's mapper
	 */
	public JacksonToolSchemaGenerator(JsonMapper mapper) {
		if (mapper == null) {
			throw new IllegalArgumentException("'mapper' must not be null");
		}
		this.mapper = ArgumentMapper.of(mapper);
	}

	@Override
	public ToolSchema forParameters(List<ToolParameter> parameters) {
		return generate((writer) -> writer.parameters(parameters));
	}

	@Override
	public ToolSchema forParametersWithoutStrictMode(List<ToolParameter> parameters) {
		SchemaWriter writer = writer(false);
		return guarded(() -> ToolSchema.loose(writer.parameters(parameters).toString()));
	}

	@Override
	public ToolSchema forType(Type type) {
		return generate((writer) -> object(type, writer.root(this.mapper.constructType(type))));
	}

	@Override
	public ToolSchema forTypeWithoutStrictMode(Type type) {
		SchemaWriter writer = writer(false);
		return guarded(() -> ToolSchema.loose(object(type, writer.root(this.mapper.constructType(type))).toString()));
	}

	private ToolSchema generate(Function<SchemaWriter, ObjectNode> schema) {
		return guarded(() -> write(schema));
	}

	private SchemaWriter writer(boolean strict) {
		return new SchemaWriter(this.mapper, strict, this::enumValues);
	}

	private List<JsonNode> enumValues(Class<?> type) {
		return this.enumValues.computeIfAbsent(type, (key) -> EnumValues.of(this.mapper, key));
	}

	private static ToolSchema guarded(Supplier<ToolSchema> schema) {
		try {
			return schema.get();
		}
		catch (StackOverflowError ex) {
			throw new IllegalArgumentException("a type contains itself with ever new type arguments", ex);
		}
	}

	private ToolSchema write(Function<SchemaWriter, ObjectNode> schema) {
		SchemaWriter strict = writer(true);
		ObjectNode json = schema.apply(strict);
		if (!strict.relaxations().isEmpty()) {
			json = schema.apply(writer(false));
		}
		return new ToolSchema(json.toString(), strict.relaxations());
	}

	private static ObjectNode object(Type type, ObjectNode schema) {
		if (!schema.path("type").asString("").equals("object")) {
			throw new IllegalArgumentException(
					"The JSON of " + type.getTypeName() + " is not an object: put it into a record");
		}
		return schema;
	}

}
