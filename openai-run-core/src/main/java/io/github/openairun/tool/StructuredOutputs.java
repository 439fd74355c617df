package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ResponseFormat;
import io.github.openairun.TypeRef;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Describes the response format for a Java type, and reads replies as values of it.
 *
 * @since 0.1.0
 */
public final class StructuredOutputs {

	private static final String END_OF_THOUGHTS = "</think>";

	private static final String FENCE = "```";

	private final Map<Type, ResponseFormat> formats = new ConcurrentReferenceHashMap<>();

	private final ToolSchemaGenerator schemas;

	private final ObjectReader reader;

	/**
	 * Create structured outputs.
	 * @param schemas describes the types
	 * @param mapper the application's mapper
	 */
	public StructuredOutputs(ToolSchemaGenerator schemas, JsonMapper mapper) {
		Assert.notNull(schemas, "'schemas' must not be null");
		Assert.notNull(mapper, "'mapper' must not be null");
		this.schemas = schemas;
		this.reader = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	/**
	 * Return the format that makes a model write a value of the given type.
	 * @param type a record or bean, with type arguments or without
	 * @return the format, strict if the type can be described strictly
	 * @throws IllegalArgumentException if the JSON of the type is not an object, or the
	 * type cannot be described
	 */
	public ResponseFormat formatOf(Type type) {
		Assert.notNull(type, "'type' must not be null");
		return this.formats.computeIfAbsent(type, this::describe);
	}

	private ResponseFormat describe(Type type) {
		ToolSchema schema = this.schemas.forType(type);
		String excess = schema.strict() ? SchemaLimits.exceeded(schema) : null;
		Assert.isTrue(excess == null, () -> "The schema of " + type.getTypeName() + " has " + excess);
		return new ResponseFormat.JsonSchema(name(type), schema.json(), schema.strict());
	}

	private static String name(Type type) {
		String name = type.getTypeName()
			.replaceAll("[\\w.$]*[.$]", "")
			.replaceAll("[^A-Za-z0-9_-]+", "_")
			.replaceAll("_+$", "");
		return name.substring(0, Math.min(name.length(), 64));
	}

	/**
	 * Read a reply. A code fence around the JSON, and thoughts before it that end with
	 * {@code </think>}, are ignored.
	 * @param <T> the type of the value
	 * @param json the reply's text
	 * @param type the type that was asked for
	 * @return the value
	 * @throws RuntimeException if the text is not JSON of such a value
	 */
	public <T> T read(String json, Class<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return read(json, TypeRef.of(type));
	}

	/**
	 * Read a reply, as {@link #read(String, Class)} does.
	 * @param <T> the type of the value
	 * @param json the reply's text
	 * @param type the type that was asked for
	 * @return the value
	 * @throws RuntimeException if the text is not JSON of such a value
	 */
	public <T> T read(String json, TypeRef<T> type) {
		Assert.notNull(json, "'json' must not be null");
		Assert.notNull(type, "'type' must not be null");
		T value = readValue(json, this.reader.forType(this.reader.typeFactory().constructType(type.type())));
		if (value == null) {
			throw new IllegalArgumentException("The reply is null");
		}
		return value;
	}

	private static <T> @Nullable T readValue(String reply, ObjectReader reader) {
		try {
			return reader.readValue(reply);
		}
		catch (StreamReadException ex) {
			String json = withoutFence(withoutThoughts(reply));
			if (json.equals(reply)) {
				throw ex;
			}
			return reader.readValue(json);
		}
	}

	/** Some servers leave out the tag that begins the thoughts. */
	private static String withoutThoughts(String reply) {
		int end = reply.lastIndexOf(END_OF_THOUGHTS);
		return (end < 0) ? reply : reply.substring(end + END_OF_THOUGHTS.length());
	}

	private static String withoutFence(String reply) {
		int begin = reply.indexOf(FENCE);
		int end = reply.lastIndexOf(FENCE);
		int line = (begin < 0) ? -1 : reply.indexOf('\n', begin);
		return (line < 0 || line > end) ? reply : reply.substring(line + 1, end);
	}

}
