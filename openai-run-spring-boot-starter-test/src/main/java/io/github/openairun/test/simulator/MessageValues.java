package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values that a message has for arguments; each is taken once, from the part of the
 * message that is looked at if it is there.
 */
final class MessageValues {

	private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");

	private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

	private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	private static final Pattern QUOTED = Pattern.compile("[\"'“]([^\"'”]+)[\"'”]");

	/** What follows a preposition: names, otherwise a word. */
	private static final Pattern PLACED = Pattern
		.compile("\\b(?:in|at|for|of|to|from|about)\\s+((?:\\p{Lu}[\\p{L}\\d-]*)(?:\\s+\\p{Lu}[\\p{L}\\d-]*)*)");

	private static final Pattern PLACED_WORD = Pattern.compile("\\b(?:in|at|for)\\s+(?!(?:the|an?|my)\\b)([\\p{L}-]+)");

	private static final Pattern COUNTED = Pattern.compile("\\b(?:at|for|of)\\s+\\d+\\s+([\\p{L}-]+)");

	private static final Pattern PLACED_THING = Pattern.compile("\\b(?:in|at|for)\\s+(?:the|an?|my)\\s+([\\p{L}-]+)");

	private static final List<Pattern> TEXTS = List.of(QUOTED, PLACED, PLACED_WORD, COUNTED, NUMBER, PLACED_THING);

	private static final List<Pattern> CODES = List.of(QUOTED, NUMBER, PLACED, PLACED_WORD, PLACED_THING);

	/** Says of a parameter that it is a text of digits. */
	private static final Pattern CODE = Pattern.compile("(?i)\\b(?:number|digits|code|id)\\b");

	/** The word before a number, which tells what it counts or names. */
	private static final Pattern LABEL = Pattern.compile("(\\p{L}+)\\s+$");

	private final List<String> texts;

	private final Set<String> foreign;

	private final Set<String> taken = new HashSet<>();

	/**
	 * Creates the values for a tool.
	 * @param part the part of the message that is looked at
	 * @param message the message
	 * @param foreign words of other tools: what is "order 17" for them is not a number of
	 * something else
	 */
	MessageValues(String part, String message, Set<String> foreign) {
		this.texts = List.of(part, message);
		this.foreign = foreign;
	}

	int taken() {
		return this.taken.size();
	}

	@Nullable JsonNode oneOf(JsonNode values) {
		for (String text : this.texts) {
			for (JsonNode value : values) {
				String word = value.asString("").toLowerCase(Locale.ROOT).replace('_', ' ');
				if (!word.isEmpty() && text.toLowerCase(Locale.ROOT).contains(word)) {
					this.taken.add(word);
					return value;
				}
			}
		}
		return null;
	}

	@Nullable JsonNode number(boolean whole) {
		String number = take(whole ? WHOLE_NUMBER : NUMBER);
		return (number != null) ? SimulatorJson.read(number.replaceAll("^(-?)0+(?=\\d)", "$1")) : null;
	}

	@Nullable JsonNode text(String name, JsonNode schema) {
		if (schema.path("format").asString("").startsWith("date")) {
			return json(take(DATE));
		}
		// "order 17" for a parameter "order", and so on
		Pattern named = Pattern.compile("(?i)\\b" + Pattern.quote(name) + "\\s*[:=]?\\s+([\\p{L}\\d-]+)");
		boolean code = CODE.matcher(name + " " + schema.path("description").asString("")).find();
		return Stream.concat(Stream.of(named), (code ? CODES : TEXTS).stream())
			.map(this::take)
			.filter((text) -> text != null)
			.findFirst()
			.map(MessageValues::json)
			.orElse(null);
	}

	private static @Nullable JsonNode json(@Nullable String text) {
		return (text != null) ? SimulatorJson.read(SimulatorJson.write(text)) : null;
	}

	private @Nullable String take(Pattern pattern) {
		for (String text : this.texts) {
			Matcher matcher = pattern.matcher(text);
			while (matcher.find()) {
				String value = matcher.group(matcher.groupCount());
				if (!isForeign(text.substring(0, matcher.start()), pattern) && this.taken.add(value)) {
					return value;
				}
			}
		}
		return null;
	}

	private boolean isForeign(String before, Pattern pattern) {
		Matcher label = LABEL.matcher(before);
		return (pattern == NUMBER || pattern == WHOLE_NUMBER) && label.find()
				&& this.foreign.contains(Vocabulary.stem(label.group(1)));
	}

}
