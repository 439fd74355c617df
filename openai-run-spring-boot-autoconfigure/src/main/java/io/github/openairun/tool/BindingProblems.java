package io.github.openairun.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolHandlerException;
import io.github.openairun.tool.schema.ToolJson;

/**
 * Collects what is wrong with one argument, in words that a model understands, and lets
 * Jackson read on where it can.
 */
final class BindingProblems extends DeserializationProblemHandler {

	private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class);

	private final JsonMapper mapper;

	private final String root;

	private final List<String> problems = new ArrayList<>();

	BindingProblems(JsonMapper mapper, String root) {
		this.mapper = mapper;
		this.root = root;
	}

	List<String> problems() {
		return this.problems;
	}

	@Override
	public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
			ValueDeserializer<?> deserializer, Object beanOrClass, String name) {
		Collection<Object> known = (deserializer != null) ? deserializer.getKnownPropertyNames() : null;
		this.problems.add("'" + path(parser) + "' is not known" + known(known));
		parser.skipChildren();
		return true;
	}

	@Override
	public @Nullable Object handleWeirdStringValue(DeserializationContext context, Class<?> type, String value,
			String message) {
		return wrong(context, type);
	}

	@Override
	public @Nullable Object handleWeirdNumberValue(DeserializationContext context, Class<?> type, Number value,
			String message) {
		return wrong(context, type);
	}

	@Override
	public @Nullable Object handleUnexpectedToken(DeserializationContext context, JavaType type, JsonToken token,
			JsonParser parser, String message) {
		this.problems.add("'" + path(parser) + "' must be " + expected(type.getRawClass()));
		parser.skipChildren();
		return standIn(type.getRawClass());
	}

	private @Nullable Object wrong(DeserializationContext context, Class<?> type) {
		this.problems.add("'" + path(context.getParser()) + "' must be " + expected(type));
		return standIn(type);
	}

	private static @Nullable Object standIn(Class<?> type) {
		return type.isPrimitive() ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0) : null;
	}

	/** All problems, with the one that Jackson could not read on from. */
	List<String> problemsWith(JacksonException ex) {
		String problem = "'" + path(ex) + "' " + describe(ex);
		if (this.problems.isEmpty() || isCertain(ex)) {
			this.problems.add(problem);
		}
		return this.problems;
	}

	/** What a stand-in causes is no problem of its own. */
	private static boolean isCertain(JacksonException ex) {
		return ex instanceof MismatchedInputException && !(ex instanceof InvalidNullException);
	}

	private String describe(JacksonException ex) {
		if (ex instanceof InvalidNullException) {
			return "must not be null";
		}
		if (ex instanceof UnrecognizedPropertyException unknown) {
			return "is not known" + known(unknown.getKnownPropertyIds());
		}
		if (ex instanceof InvalidTypeIdException) {
			return "does not say which of the known kinds it is";
		}
		if (ex instanceof InvalidFormatException format && format.getTargetType() != null) {
			return "must be " + expected(format.getTargetType());
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

	private String expected(Class<?> declared) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared);
		if (type.isEnum()) {
			return "one of " + ToolJson.enumValues(this.mapper, type)
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

	private static String known(@Nullable Collection<Object> names) {
		return (names == null || names.isEmpty()) ? ""
				: ", known are " + names.stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

	private String path(JsonParser parser) {
		StringBuilder path = new StringBuilder(this.root);
		for (JsonPointer at = parser.streamReadContext().pathAsPointer(); !at.matches(); at = at.tail()) {
			append(path, at.getMatchingProperty(), at.mayMatchElement() ? at.getMatchingIndex() : -1);
		}
		return path.toString();
	}

	private String path(JacksonException ex) {
		StringBuilder path = new StringBuilder(this.root);
		for (JacksonException.Reference reference : ex.getPath()) {
			append(path, reference.getPropertyName(), reference.getIndex());
		}
		return path.toString();
	}

	private static void append(StringBuilder path, @Nullable String name, int index) {
		if (index >= 0) {
			path.append('[').append(index).append(']');
		}
		else if (name != null) {
			path.append('.').append(name);
		}
	}

}
