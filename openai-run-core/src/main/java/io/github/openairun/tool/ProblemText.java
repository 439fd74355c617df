package io.github.openairun.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolHandlerException;

/**
 * Describes problems of arguments in words that a model understands.
 */
final class ProblemText {

	private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class);

	private final JsonMapper mapper;

	ProblemText(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** What is wrong, and where, seen from a path at which a type is expected. */
	String of(String path, Class<?> type, RuntimeException ex) {
		if (!(ex instanceof JacksonException failure)) {
			return at(path) + " " + (path.isEmpty() ? "are" : "is") + " not acceptable";
		}
		if (failure instanceof JsonNodeException) {
			return at(path) + " must be " + expected(type);
		}
		String place = path;
		for (JacksonException.Reference reference : failure.getPath()) {
			if (reference.getIndex() >= 0) {
				place = ArgumentPaths.element(place, reference.getIndex());
			}
			else if (reference.getPropertyName() != null) {
				place = ArgumentPaths.join(place, reference.getPropertyName());
			}
		}
		String problem = describe(failure);
		return at(place) + " "
				+ ((place.isEmpty() && problem.startsWith("is ")) ? "are" + problem.substring(2) : problem);
	}

	/** A place as a sentence begins with it. */
	static String at(String path) {
		return path.isEmpty() ? "they" : "'" + path + "'";
	}

	private String describe(JacksonException ex) {
		if (ex instanceof InvalidNullException) {
			return "must not be null";
		}
		if (ex instanceof UnrecognizedPropertyException unknown) {
			return "is not known"
					+ known((unknown.getKnownPropertyIds() != null) ? unknown.getKnownPropertyIds() : Set.of());
		}
		if (ex instanceof InvalidTypeIdException) {
			return "does not say which of the known kinds it is";
		}
		if (ex instanceof InvalidFormatException format && format.getTargetType() != null) {
			return "must be " + expected(format.getTargetType());
		}
		if (ex instanceof InputCoercionException coercion && coercion.getTargetType() != null) {
			return "must be " + expected(coercion.getTargetType());
		}
		if (ex instanceof ValueInstantiationException && ex.getCause() instanceof ToolHandlerException refusal) {
			return "is not acceptable: " + refusal.getMessage();
		}
		if (ex instanceof MismatchedInputException mismatch) {
			return mismatch.getOriginalMessage().startsWith("Missing ") ? "is missing"
					: "must be " + ((mismatch.getTargetType() != null) ? expected(mismatch.getTargetType()) : "valid");
		}
		return "is not acceptable";
	}

	/** What a value of a type looks like. */
	String expected(Class<?> declared) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared);
		if (type.isEnum()) {
			return "one of " + EnumValues.of(this.mapper, type)
				.stream()
				.map(JsonNode::toString)
				.distinct()
				.collect(Collectors.joining(", "));
		}
		if (WHOLE_NUMBERS.contains(type)) {
			return "a whole number" + range(type);
		}
		if (Number.class.isAssignableFrom(type)) {
			return "a number" + ((type == BigDecimal.class || type == Number.class) ? "" : range(type));
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		if (type == Character.class) {
			return "one character";
		}
		if (CharSequence.class.isAssignableFrom(type)) {
			return "a text";
		}
		if (type.isArray() || Collection.class.isAssignableFrom(type)) {
			return "an array";
		}
		if (TemporalAccessor.class.isAssignableFrom(type) || Date.class.isAssignableFrom(type)) {
			return "a text that is a valid " + type.getSimpleName();
		}
		return type.getName().startsWith("java.") ? "a valid " + type.getSimpleName() : "a JSON object as described";
	}

	private static String range(Class<?> type) {
		if (type == Byte.class) {
			return " from " + Byte.MIN_VALUE + " to " + Byte.MAX_VALUE;
		}
		if (type == Short.class) {
			return " from " + Short.MIN_VALUE + " to " + Short.MAX_VALUE;
		}
		if (type == Integer.class) {
			return " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
		}
		return (type == Long.class) ? " from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE : "";
	}

	/** The names that there are. */
	static String known(Collection<?> names) {
		return names.isEmpty() ? ""
				: ", known are " + names.stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

}
