package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import io.github.openairun.tool.ArgumentSlot.AbsentValue;
import io.github.openairun.tool.schema.ToolParameter;

/**
 * Creates the binders of an application's handlers.
 */
final class ArgumentBinderFactory {

	private final JsonMapper mapper;

	private final ArgumentReader reader;

	/**
	 * Create a factory of binders.
	 * @param mapper the mapper that binds arguments
	 */
	ArgumentBinderFactory(JsonMapper mapper) {
		this.mapper = mapper;
		this.reader = new ArgumentReader(mapper);
	}

	/**
	 * Create a binder of a method's arguments.
	 * @param parameters the parameters of the handler
	 * @return the binder
	 */
	ArgumentBinder create(HandlerParameters parameters) {
		return new ArgumentBinder(this.reader, parameters.arguments().toArray(ArgumentSlot[]::new), parameters.size());
	}

	/**
	 * Create a binder to one type.
	 * @param type a record or bean
	 * @param place what needs it, as a message names it
	 * @return the binder
	 * @throws ToolDeclarationException if the type cannot be bound
	 */
	ObjectArgumentBinder create(Class<?> type, String place) {
		ToolParameter parameter = new ToolParameter(type.getSimpleName(), type, null,
				AnnotatedElementUtils.forAnnotations(), null, true);
		BeanProperty property = ArgumentMapper.property(this.mapper, parameter);
		return new ObjectArgumentBinder(this.reader, property, deserializer(property, place));
	}

	/**
	 * Determine how a parameter is bound.
	 * @param parameter the parameter
	 * @param position its position in the method
	 * @param text the default value as text, or {@code null} if there is none
	 * @param place the handler as a message names it
	 * @return the parameter with what binds it
	 * @throws ToolDeclarationException if the type or the default value cannot be bound
	 */
	ArgumentSlot slot(ToolParameter parameter, int position, @Nullable String text, String place) {
		BeanProperty property = ArgumentMapper.property(this.mapper, parameter);
		ValueDeserializer<?> deserializer = deserializer(property, place);
		Class<?> type = property.getType().getRawClass();
		AbsentValue absent = (text != null) ? defaultValue(property, deserializer, text, place) : AbsentValue.of(type);
		return new ArgumentSlot(parameter, position, property, deserializer, Optionality.isUntyped(type), absent);
	}

	private ValueDeserializer<?> deserializer(BeanProperty property, String place) {
		try {
			return ArgumentMapper.deserializer(this.mapper._deserializationContext(), property);
		}
		catch (JacksonException ex) {
			throw new ToolDeclarationException("The parameter '" + property.getName() + "' of " + place
					+ " cannot be bound from JSON: " + ex.getOriginalMessage() + ".", "Change its type.", ex);
		}
	}

	private AbsentValue defaultValue(BeanProperty property, ValueDeserializer<?> deserializer, String text,
			String place) {
		JsonNode json = defaultJson(deserializer, text);
		if (json == null) {
			throw new ToolDeclarationException(
					"The default value '" + text + "' of the parameter '" + property.getName()
							+ "' of the tool handler " + place + " is no "
							+ property.getType().getRawClass().getSimpleName() + ".",
					"Correct @ToolParam(defaultValue = \"...\"): write it as the model would, as plain text or as JSON.");
		}
		if (BeanUtils.isSimpleValueType(property.getType().getRawClass())) {
			Object value = this.reader.bind(json, deserializer);
			return () -> value;
		}
		// each call gets a value of its own, as it may be changed
		return () -> this.reader.bind(json, deserializer);
	}

	private @Nullable JsonNode defaultJson(ValueDeserializer<?> deserializer, String text) {
		JsonNode plain = StringNode.valueOf(text);
		if (canRead(deserializer, plain)) {
			return plain;
		}
		try {
			JsonNode json = this.mapper.readTree(text);
			return canRead(deserializer, json) ? json : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private boolean canRead(ValueDeserializer<?> deserializer, JsonNode json) {
		try {
			return this.reader.bind(json, deserializer) != null;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
