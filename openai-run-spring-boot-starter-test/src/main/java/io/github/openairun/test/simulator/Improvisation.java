package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolDefinition;

/**
 * What the simulated model does about a message that no script matches: it calls the tool
 * that has most in common with the message, if the message has all of its arguments, and
 * replies with the output.
 */
final class Improvisation {

	private static final Set<String> COMMON = Set.of("a", "an", "and", "by", "for", "in", "is", "its", "my", "of", "on",
			"or", "the", "to", "what", "where", "with");

	private Improvisation() {
	}

	static RunScript script(Question question) {
		RunScript script = new RunScript(MessageMatcher.anyMessage());
		Candidate best = question.offered()
			.stream()
			.flatMap((tool) -> candidate(tool, question.message()))
			.max(Comparator.comparingInt(Candidate::score))
			.orElse(null);
		if (best == null) {
			return script.reply("You said: \"" + question.message() + "\". This is a simulator: it calls a tool whose "
					+ "arguments your message has, and has nothing else to say. Offered: " + question.offeredNames());
		}
		return script.call(best.tool(), best.arguments())
			.reply((outputs) -> best.tool() + " says: " + outputs.get(best.tool()));
	}

	private static Stream<Candidate> candidate(ToolDefinition tool, String message) {
		Set<String> words = words(message);
		Set<String> own = words(
				tool.name().replaceAll("([a-z])([A-Z])", "$1 $2").replaceAll("[_-]", " ") + " " + tool.description());
		int common = (int) own.stream().filter(words::contains).count();
		MessageValues values = new MessageValues(message);
		JsonNode arguments = arguments(Json.read(tool.parameters()), values);
		return (arguments != null && common + values.taken() > 0)
				? Stream.of(new Candidate(tool.name(), arguments, 2 * common + values.taken())) : Stream.empty();
	}

	/**
	 * Takes an object's required properties from the message.
	 * @return the object, or {@code null} if the message lacks one
	 */
	private static @Nullable JsonNode arguments(JsonNode schema, MessageValues values) {
		ObjectNode object = Json.object();
		List<String> required = new ArrayList<>();
		schema.path("required").forEach((name) -> required.add(name.asString()));
		for (String name : required) {
			JsonNode property = schema.path("properties").path(name);
			JsonNode value = value(name, property, values);
			if (value == null) {
				return null;
			}
			object.set(name, value);
		}
		return object;
	}

	private static @Nullable JsonNode value(String name, JsonNode schema, MessageValues values) {
		List<String> types = new ArrayList<>();
		JsonNode type = schema.path("type");
		if (type.isArray()) {
			type.forEach((element) -> types.add(element.asString()));
		}
		else {
			types.add(type.asString("string"));
		}
		JsonNode value = schema.has("enum") ? values.oneOf(schema.path("enum")) : switch (types.get(0)) {
			case "integer" -> values.number(true);
			case "number" -> values.number(false);
			case "boolean" -> Json.read("true");
			case "string" -> values.text(name, schema.path("format").asString(""));
			case "object" -> arguments(schema, values);
			default -> null;
		};
		return (value == null && types.contains("null")) ? Json.read("null") : value;
	}

	private static Set<String> words(String text) {
		Set<String> words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
		words.removeAll(COMMON);
		words.remove("");
		return words;
	}

	private record Candidate(String tool, JsonNode arguments, int score) {

	}

}
