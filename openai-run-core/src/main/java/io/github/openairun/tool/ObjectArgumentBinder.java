package io.github.openairun.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Binds all the arguments of a call to one object.
 */
final class ObjectArgumentBinder {

	private final ArgumentReader reader;

	private final BeanProperty property;

	private final ValueDeserializer<?> deserializer;

	ObjectArgumentBinder(ArgumentReader reader, BeanProperty property, ValueDeserializer<?> deserializer) {
		this.reader = reader;
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
		DeserializationContextExt context = this.reader.context();
		try (JsonParser parser = this.reader.strictParser(context, json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			Object value = this.deserializer.deserialize(parser, context);
			return (parser.nextToken() == null) ? value : null;
		}
		catch (RuntimeException ex) {
			// the diagnosis reads the text again and names the reason
			return null;
		}
	}

	private Object readAgain(String json) {
		ProblemFinder finder = new ProblemFinder(this.reader);
		Object value = null;
		try {
			JsonNode root = ArgumentDiagnosis.isNothing(json) ? JsonNodeFactory.instance.objectNode()
					: ArgumentDiagnosis.root(this.reader, json, finder);
			value = (root != null) ? finder.bind("", root, this.property, this.deserializer) : null;
		}
		catch (JacksonException ex) {
			finder.add(ArgumentDiagnosis.invalid(ex));
		}
		finder.throwIfAny();
		if (value == null) {
			throw new InvalidArgumentsException(List.of("they are not acceptable"));
		}
		return value;
	}

}
