package io.github.openairun.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import io.github.openairun.tool.ArgumentSlot.Absent;
import io.github.openairun.tool.HandlerParameters.Argument;
import io.github.openairun.tool.schema.ToolJson;
import io.github.openairun.tool.schema.ToolParameter;

/**
 * Makes the binders of an application's handlers, when it starts.
 */
final class ArgumentBinders {

	private final JsonMapper mapper;

	private final ArgumentParsers parsers;

	private final TreeValues trees;

	/**
	 * Create a factory of binders.
	 * @param mapper the mapper that binds arguments
	 */
	ArgumentBinders(JsonMapper mapper) {
		this.mapper = mapper;
		this.trees = new TreeValues(mapper);
		this.parsers = new ArgumentParsers(mapper);
	}

	/**
	 * Make a binder.
	 * @param parameters the parameters of the handler
	 * @param place the handler as a message names it
	 * @return the binder
	 * @throws ToolDeclarationException if a type or a default value cannot be bound
	 */
	ArgumentBinder create(HandlerParameters parameters, String place) {
		List<Argument> arguments = parameters.arguments();
		Absent[] absent = new Absent[arguments.size()];
		for (int i = 0; i < absent.length; i++) {
			absent[i] = check(arguments.get(i), place);
		}
		return new ArgumentBinder(this.mapper, this.parsers, SingletonSupplier.of(() -> slots(arguments, absent)),
				parameters.size());
	}

	/**
	 * Make a binder to one type.
	 * @param type a record or bean
	 * @param place what needs it, as a message names it
	 * @return the binder
	 * @throws ToolDeclarationException if the type cannot be bound
	 */
	RootBinder create(Class<?> type, String place) {
		ToolParameter parameter = new ToolParameter(type.getSimpleName(), type, null,
				AnnotatedElementUtils.forAnnotations(), null, true);
		return new RootBinder(this.mapper, this.parsers, ToolJson.property(this.mapper, parameter),
				deserializer(parameter, place));
	}

	/** Find what is wrong with an argument, and what stands in for it. */
	private Absent check(Argument argument, String place) {
		ToolParameter parameter = argument.parameter();
		BeanProperty property = ToolJson.property(this.mapper, parameter);
		String text = argument.defaultValue();
		if (text != null) {
			return defaultValue(property, deserializer(parameter, place), text, place);
		}
		if (!ToolJson.isBoundLate(this.mapper, parameter)) {
			deserializer(parameter, place);
		}
		return Absent.of(property.getType().getRawClass());
	}

	private ArgumentSlot[] slots(List<Argument> arguments, Absent[] absent) {
		ArgumentSlot[] slots = new ArgumentSlot[absent.length];
		for (int i = 0; i < slots.length; i++) {
			ToolParameter parameter = arguments.get(i).parameter();
			BeanProperty property = ToolJson.property(this.mapper, parameter);
			slots[i] = new ArgumentSlot(parameter.name(), arguments.get(i).position(), property,
					ToolJson.deserializer(this.mapper, parameter), parameter.required(),
					ToolJson.isUntyped(property.getType().getRawClass()), absent[i]);
		}
		return slots;
	}

	private ValueDeserializer<?> deserializer(ToolParameter parameter, String place) {
		try {
			return ToolJson.deserializer(this.mapper, parameter);
		}
		catch (JacksonException ex) {
			throw new ToolDeclarationException("The parameter '" + parameter.name() + "' of " + place
					+ " cannot be bound from JSON: " + ex.getOriginalMessage() + ".", "Change its type.", ex);
		}
	}

	private Absent defaultValue(BeanProperty property, ValueDeserializer<?> deserializer, String text, String place) {
		JsonNode json = defaultJson(deserializer, text);
		if (json == null) {
			throw new ToolDeclarationException(
					"The default value '" + text + "' of the parameter '" + property.getName()
							+ "' of the tool handler " + place + " is no "
							+ property.getType().getRawClass().getSimpleName() + ".",
					"Correct @ToolParam(defaultValue = \"...\"): write it as the model would, as plain text or as JSON.");
		}
		if (BeanUtils.isSimpleValueType(property.getType().getRawClass())) {
			Object value = this.trees.bind(json, deserializer);
			return () -> value;
		}
		// each call gets a value of its own, as it may be changed
		return () -> this.trees.bind(json, deserializer);
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
			return this.trees.bind(json, deserializer) != null;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
