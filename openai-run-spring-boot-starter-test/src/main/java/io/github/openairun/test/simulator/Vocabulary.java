package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import io.github.openairun.ToolDefinition;

/**
 * Compares what people write with what tools say of themselves: by the beginnings of
 * words, without the words that say nothing.
 */
final class Vocabulary {

	private static final int STEM = 5;

	private static final Set<String> COMMON = Set.of("a", "an", "and", "are", "be", "by", "do", "does", "for", "how",
			"i", "in", "is", "it", "its", "me", "my", "of", "on", "or", "tell", "tells", "that", "the", "there", "this",
			"to", "what", "when", "where", "which", "who", "with", "you");

	private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\d]+|(?<=\\p{Ll})(?=\\p{Lu})");

	private Vocabulary() {
	}

	/**
	 * Returns the words of a text, which may be a name in camel case.
	 * @return a new set
	 */
	static Set<String> of(String text) {
		Set<String> words = new HashSet<>();
		SEPARATOR.splitAsStream(text)
			.map((word) -> word.toLowerCase(Locale.ROOT))
			.filter((word) -> !word.isEmpty() && !COMMON.contains(word))
			.forEach((word) -> words.add(stem(word)));
		return words;
	}

	/**
	 * Returns all words of a tool, those of its parameters included.
	 */
	static Set<String> of(ToolDefinition tool) {
		Set<String> words = of(tool.name() + " " + tool.description());
		add(SimulatorJson.read(tool.parameters()), words);
		return words;
	}

	private static void add(JsonNode schema, Set<String> words) {
		words.addAll(of(schema.path("description").asString("")));
		schema.path("properties").properties().forEach((property) -> {
			words.addAll(of(property.getKey()));
			add(property.getValue(), words);
		});
	}

	/** "Orders" is "order", and "arrival" has to do with "arrive". */
	static String stem(String word) {
		String lower = word.toLowerCase(Locale.ROOT);
		String singular = (lower.length() > 3 && lower.endsWith("s")) ? lower.substring(0, lower.length() - 1) : lower;
		return singular.substring(0, Math.min(STEM, singular.length()));
	}

}
