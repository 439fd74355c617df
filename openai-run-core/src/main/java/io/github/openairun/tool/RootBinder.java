package io.github.openairun.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Binds all the arguments of a call to one object.
 */
final class RootBinder {

	private static final int ALL_DEPTHS = 1;

	private final JsonMapper mapper;

	private final ArgumentParsers parsers;

	private final BeanProperty property;

	private final ValueDeserializer<?> deserializer;

	RootBinder(JsonMapper mapper, ArgumentParsers parsers, BeanProperty property, ValueDeserializer<?> deserializer) {
		this.mapper = mapper;
		this.parsers = parsers;
		this.property = property;
		this.deserializer = deserializer;
	}

	/**
	 * Bind arguments.
	 * @param json the arguments as the model wrote them
	 * @return the object
	 * @throws InvalidArgumentsException if the arguments do not fit
	 */
	Object bind(String json) {
		Object value = read(json);
		return (value != null) ? value : readAgain(json);
	}

	private @Nullable Object read(String json) {
		DeserializationContextExt context = this.mapper._deserializationContext();
		try (ArgumentParser parser = this.parsers.parser(context, json, ALL_DEPTHS)) {
			context.assignParser(parser);
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			Object value = this.deserializer.deserialize(parser, context);
			return (parser.nextToken() == null && !parser.hasDuplicates()) ? value : null;
		}
		catch (RuntimeException ex) {
			// what it was is found out by reading again
			return null;
		}
	}

	private Object readAgain(String json) {
		ProblemFinder finder = new ProblemFinder(this.mapper);
		Object value = null;
		try {
			JsonNode tree = ArgumentDiagnosis.isNothing(json) ? JsonNodeFactory.instance.objectNode()
					: tree(json, finder);
			if (tree.isObject()) {
				value = finder.bind("", tree, this.property, this.deserializer);
			}
			else {
				finder.add("they must be one JSON object");
			}
		}
		catch (JacksonException ex) {
			finder.add("they are not valid JSON" + ArgumentDiagnosis.position(ex.getLocation()));
		}
		finder.throwIfAny();
		if (value == null) {
			throw new InvalidArgumentsException(List.of("they are not acceptable"));
		}
		return value;
	}

	private JsonNode tree(String json, ProblemFinder finder) {
		DeserializationContextExt context = this.mapper._deserializationContext();
		try (ArgumentParser parser = this.parsers.parser(context, json, ALL_DEPTHS)) {
			context.assignParser(parser);
			JsonNode tree = new TreeValues(this.mapper).tree(parser);
			parser.duplicates().forEach((path) -> finder.add("'" + path + "' is given twice"));
			if (parser.nextToken() != null) {
				finder.add("something follows the JSON object");
			}
			return tree;
		}
	}

}
