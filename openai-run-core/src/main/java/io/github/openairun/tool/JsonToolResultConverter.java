package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolOutput;

/**
 * Writes results as compact JSON by the application's mapper.
 */
final class JsonToolResultConverter implements ToolResultConverter {

	private final Map<Type, TypedWriters> typed = new ConcurrentHashMap<>();

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	JsonToolResultConverter(JsonMapper mapper) {
		Assert.notNull(mapper, "'mapper' must not be null");
		this.mapper = mapper;
		this.writer = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
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

	/**
	 * The class of a container does not contain the types of its elements, so a writer
	 * for the class leaves the names of their types out.
	 */
	@Override
	public String convert(@Nullable Object result, Type type) {
		if (result instanceof Optional<?> optional) {
			return convert(optional.orElse(null), type);
		}
		if (result == null || result instanceof String || result instanceof ToolOutput) {
			return convert(result);
		}
		return this.typed.computeIfAbsent(type, (key) -> new TypedWriters(this.mapper.constructType(key)))
			.of(result.getClass())
			.writeValueAsString(result);
	}

	/**
	 * Writes results of one declared type. A value that is no list, map or array is
	 * written by its own class, which may have more properties than the declared one.
	 */
	private final class TypedWriters {

		private final Map<Class<?>, ObjectWriter> byClass = new ConcurrentHashMap<>();

		private final JavaType type;

		private final @Nullable ObjectWriter container;

		TypedWriters(JavaType type) {
			this.type = type;
			this.container = type.isContainerType() ? JsonToolResultConverter.this.writer.forType(type) : null;
		}

		ObjectWriter of(Class<?> resultClass) {
			return (this.container != null) ? this.container
					: this.byClass.computeIfAbsent(resultClass, this::specialized);
		}

		private ObjectWriter specialized(Class<?> resultClass) {
			ObjectWriter writer = JsonToolResultConverter.this.writer;
			try {
				return writer.forType(JsonToolResultConverter.this.mapper.getTypeFactory()
					.constructSpecializedType(this.type, resultClass));
			}
			catch (IllegalArgumentException ex) {
				// a class that does not fill the type's variables is written as it is
				return writer;
			}
		}

	}

}
