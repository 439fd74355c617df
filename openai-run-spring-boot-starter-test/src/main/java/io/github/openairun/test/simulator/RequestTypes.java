package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The types of all that a request may hold, and the refusals of what is of another type.
 * The file {@code request-types.txt} describes them.
 */
final class RequestTypes {

	private static final Map<Operation, String> ASSISTANTS = Map.of(Operation.CREATE_ASSISTANT,
			"CreateAssistantRequest", Operation.MODIFY_ASSISTANT, "ModifyAssistantRequest", Operation.CREATE_THREAD,
			"CreateThreadRequest", Operation.MODIFY_THREAD, "ModifyThreadRequest", Operation.ADD_MESSAGE,
			"CreateMessageRequest", Operation.MODIFY_MESSAGE, "ModifyMessageRequest", Operation.CREATE_RUN,
			"CreateRunRequest", Operation.CREATE_THREAD_AND_RUN, "CreateThreadAndRunRequest", Operation.MODIFY_RUN,
			"ModifyRunRequest", Operation.SUBMIT_TOOL_OUTPUTS, "SubmitToolOutputsRunRequest");

	private static final Map<Operation, String> RESPONSES = Map.of(Operation.CREATE_THREAD, "CreateConversationBody",
			Operation.MODIFY_THREAD, "UpdateConversationBody", Operation.ADD_MESSAGE, "ConversationItems",
			Operation.CREATE_RUN, "CreateResponse", Operation.SUBMIT_TOOL_OUTPUTS, "CreateResponse", Operation.COMPACT,
			"CompactResponseMethodPublicBody", Operation.COUNT_INPUT_TOKENS, "TokenCountsBody");

	private static final RequestTypes INSTANCE = load();

	private final Map<String, RequestType> types = new HashMap<>();

	private RequestTypes(Stream<String> lines) {
		lines.filter((line) -> !line.isBlank() && !line.startsWith("#")).forEach((line) -> {
			String[] parts = line.split(" = ", 2);
			this.types.put(parts[0].strip(), RequestTypeReader.read(parts[1]));
		});
	}

	/**
	 * Refuses a body that is not of the type that an operation reads.
	 */
	static void check(RequestBody body, Wire wire, Operation operation) {
		String type = ((wire == Wire.ASSISTANTS) ? ASSISTANTS : RESPONSES).get(operation);
		if (wire == Wire.ASSISTANTS && operation == Operation.SUBMIT_TOOL_OUTPUTS && body.has("tool_approvals")) {
			type = "SubmitToolApprovals";
		}
		if (type != null) {
			check(body, type);
		}
	}

	/**
	 * Refuses a body that is not of a type.
	 * @param body the body
	 * @param type the name of the type
	 */
	static void check(RequestBody body, String type) {
		INSTANCE.check(body.object(), new RequestType.Named(type), "");
	}

	private void check(JsonNode value, RequestType type, String param) {
		List<RequestType> options = new ArrayList<>();
		flatten(type, options);
		List<RequestType> fitting = options.stream().filter((option) -> option.takes(value)).toList();
		if (fitting.isEmpty()) {
			throw SimulatedApiError.wrongType(param, expected(options), RequestBody.kind(value));
		}
		if (fitting.stream().anyMatch(RequestType.Any.class::isInstance)) {
			return;
		}
		switch (value.getNodeType()) {
			case STRING -> checkText(value.asString(), fitting, param);
			case NUMBER -> checkNumber(value, (RequestType.Number) fitting.get(0), param);
			case ARRAY -> checkItems(value, fitting, param);
			case OBJECT -> checkObject(value, fitting, param);
			default -> {
			}
		}
	}

	private void flatten(RequestType type, List<RequestType> options) {
		if (type instanceof RequestType.Named named) {
			RequestType described = this.types.get(named.name());
			if (described == null) {
				throw new IllegalStateException("No type '" + named.name() + "' is described");
			}
			flatten(described, options);
		}
		else if (type instanceof RequestType.Union union) {
			union.types().forEach((one) -> flatten(one, options));
		}
		else {
			options.add(type);
		}
	}

	private static String expected(List<RequestType> options) {
		List<String> kinds = options.stream()
			.filter((option) -> !(option instanceof RequestType.Null))
			.map(RequestType::kind)
			.distinct()
			.toList();
		return (kinds.size() == 1) ? kinds.get(0) : "one of " + String.join(" or ", kinds);
	}

	private static void checkText(String text, List<RequestType> options, String param) {
		List<String> literals = new ArrayList<>();
		for (RequestType option : options) {
			if (option instanceof RequestType.Text free) {
				checkLength(text, free, param);
				return;
			}
			literals.add(((RequestType.Literal) option).text());
		}
		if (!literals.contains(text)) {
			throw SimulatedApiError.invalidValue(param, text, literals);
		}
	}

	private static void checkLength(String text, RequestType.Text type, String param) {
		if (text.length() > type.maximum()) {
			throw SimulatedApiError.tooLong(param, type.maximum(), text.length());
		}
		if (text.length() < type.minimum()) {
			throw SimulatedApiError.invalid(param, (text.isEmpty() ? "empty string" : "string too short")
					+ ". Expected a string with minimum length " + type.minimum() + ", but got "
					+ (text.isEmpty() ? "an empty string" : "a string with length " + text.length()) + " instead.",
					text.isEmpty() ? "empty_string" : "string_below_min_length");
		}
		Pattern pattern = type.pattern();
		if (pattern != null && !pattern.matcher(text).find()) {
			throw SimulatedApiError.invalid(param,
					"string does not match pattern. Expected a string that matches the pattern '" + pattern + "'.",
					"invalid_value");
		}
	}

	private static void checkNumber(JsonNode value, RequestType.Number type, String param) {
		String noun = type.integer() ? "integer" : "decimal";
		Double maximum = type.maximum();
		if (maximum != null && value.doubleValue() > maximum) {
			throw SimulatedApiError.invalid(param, noun + " above maximum value. Expected a value <= "
					+ written(maximum, type) + ", but got " + value + " instead.", noun + "_above_max_value");
		}
		Double minimum = type.minimum();
		if (minimum != null && value.doubleValue() < minimum) {
			throw SimulatedApiError.invalid(param, noun + " below minimum value. Expected a value >= "
					+ written(minimum, type) + ", but got " + value + " instead.", noun + "_below_min_value");
		}
	}

	private static String written(double bound, RequestType.Number type) {
		return type.integer() ? Long.toString((long) bound) : Double.toString(bound);
	}

	private void checkItems(JsonNode value, List<RequestType> options, String param) {
		any(options, (option) -> {
			RequestType.ListOf items = (RequestType.ListOf) option;
			if (value.size() > items.maximum()) {
				throw SimulatedApiError.tooMany(param, items.maximum(), value.size());
			}
			if (value.size() < items.minimum()) {
				throw SimulatedApiError.invalid(param, (value.isEmpty() ? "empty array" : "array too short")
						+ ". Expected an array with minimum length " + items.minimum() + ", but got "
						+ (value.isEmpty() ? "an empty array" : "an array with length " + value.size()) + " instead.",
						value.isEmpty() ? "empty_array" : "array_below_min_length");
			}
			for (int i = 0; i < value.size(); i++) {
				check(value.get(i), items.element(), param + "[" + i + "]");
			}
		});
	}

	private void checkObject(JsonNode value, List<RequestType> options, String param) {
		List<RequestType> candidates = options;
		if (options.size() > 1) {
			candidates = candidates(value, options, param);
		}
		any(candidates, (option) -> {
			if (option instanceof RequestType.Fields fields) {
				checkFields(value, fields, param);
			}
			else if (option instanceof RequestType.Entries entries) {
				value.properties()
					.forEach((entry) -> check(entry.getValue(), entries.value(), in(param, entry.getKey())));
			}
		});
	}

	/**
	 * Finds the alternatives that an object may be meant to be, by its type and role.
	 */
	private List<RequestType> candidates(JsonNode value, List<RequestType> options, String param) {
		String discriminator = "type";
		List<String> known = new ArrayList<>();
		List<RequestType> candidates = new ArrayList<>();
		boolean missing = false;
		for (RequestType option : options) {
			RequestType.Field field = (option instanceof RequestType.Fields fields) ? fields.fields().get(discriminator)
					: null;
			if (field == null) {
				candidates.add(option);
				continue;
			}
			List<String> literals = literals(field.type());
			known.addAll(literals);
			JsonNode given = value.path(discriminator);
			boolean fits = given.isNull() ? isNullable(field.type()) : literals.contains(given.asString(""));
			if (given.isMissingNode() ? !field.required() : fits) {
				candidates.add(option);
			}
			missing |= field.required();
		}
		if (candidates.isEmpty()) {
			JsonNode given = value.path(discriminator);
			if (given.isMissingNode() && missing) {
				throw SimulatedApiError.missing(in(param, discriminator));
			}
			throw given.isString() ? SimulatedApiError.invalidValue(in(param, discriminator), given.asString(), known)
					: SimulatedApiError.wrongType(in(param, discriminator), "a string", RequestBody.kind(given));
		}
		return value.has("role") ? inRole(candidates, value.path("role").asString("")) : candidates;
	}

	/**
	 * Puts the alternatives first that say best what is wrong with an object in a role:
	 * those that take few other roles, or if none takes the role, many.
	 */
	private List<RequestType> inRole(List<RequestType> candidates, String role) {
		List<RequestType> inRole = candidates.stream()
			.filter((option) -> roles(option).contains(role))
			.sorted(Comparator.comparingInt((option) -> roles(option).size()))
			.toList();
		return !inRole.isEmpty() ? inRole
				: candidates.stream()
					.sorted(Comparator.comparingInt((RequestType option) -> roles(option).size()).reversed())
					.toList();
	}

	private List<String> roles(RequestType option) {
		RequestType.Field role = (option instanceof RequestType.Fields fields) ? fields.fields().get("role") : null;
		return (role != null) ? literals(role.type()) : List.of();
	}

	private List<String> literals(RequestType type) {
		List<RequestType> options = new ArrayList<>();
		flatten(type, options);
		return options.stream()
			.filter(RequestType.Literal.class::isInstance)
			.map((option) -> ((RequestType.Literal) option).text())
			.toList();
	}

	private void checkFields(JsonNode value, RequestType.Fields type, String param) {
		if (type.closed()) {
			value.propertyNames().stream().filter((name) -> !type.fields().containsKey(name)).forEach((name) -> {
				throw SimulatedApiError.unknown(in(param, name));
			});
		}
		type.fields().forEach((name, field) -> {
			JsonNode given = value.path(name);
			if (given.isMissingNode() && !field.required()) {
				return;
			}
			if (given.isMissingNode() || (given.isNull() && field.required() && !isNullable(field.type()))) {
				throw SimulatedApiError.missing(in(param, name));
			}
			check(given, field.type(), in(param, name));
		});
	}

	private boolean isNullable(RequestType type) {
		List<RequestType> options = new ArrayList<>();
		flatten(type, options);
		return options.stream()
			.anyMatch((option) -> option instanceof RequestType.Null || option instanceof RequestType.Any);
	}

	private static String in(String param, String name) {
		return param.isEmpty() ? name : param + "." + name;
	}

	/**
	 * Checks whether one of several alternatives fits; of their complaints, the one about
	 * the deepest parameter is most likely to be about what was meant.
	 */
	private static void any(List<RequestType> options, Check check) {
		SimulatedApiError best = null;
		for (RequestType option : options) {
			try {
				check.check(option);
				return;
			}
			catch (SimulatedApiError ex) {
				if (best == null || depth(ex) > depth(best)) {
					best = ex;
				}
			}
		}
		if (best != null) {
			throw best;
		}
	}

	private static long depth(SimulatedApiError error) {
		String param = error.param();
		return (param != null) ? param.chars().filter((letter) -> letter == '.' || letter == '[').count() : 0;
	}

	private static RequestTypes load() {
		try (@Nullable
		InputStream stream = RequestTypes.class.getResourceAsStream("request-types.txt")) {
			if (stream == null) {
				throw new IllegalStateException("request-types.txt is missing");
			}
			return new RequestTypes(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Compares a value with one of its alternatives.
	 */
	private interface Check {

		void check(RequestType option);

	}

}
