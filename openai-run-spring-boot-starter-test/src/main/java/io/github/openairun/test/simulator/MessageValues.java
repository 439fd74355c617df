package io.github.openairun.test.simulator;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values that a message has for arguments; each is taken once.
 */
final class MessageValues {

	private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

	private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	private static final Pattern QUOTED = Pattern.compile("[\"'“]([^\"'”]+)[\"'”]");

	/** What follows a preposition: names, otherwise a word. */
	private static final Pattern PLACED = Pattern
		.compile("\\b(?:in|at|for|of|to|from|about)\\s+((?:\\p{Lu}[\\p{L}\\d-]*)(?:\\s+\\p{Lu}[\\p{L}\\d-]*)*)");

	private static final Pattern PLACED_WORD = Pattern.compile("\\b(?:in|at|for)\\s+(?!the\\b|a\\b|my\\b)([\\p{L}-]+)");

	private final String message;

	private final Set<String> taken = new LinkedHashSet<>();

	MessageValues(String message) {
		this.message = message;
	}

	int taken() {
		return this.taken.size();
	}

	@Nullable JsonNode oneOf(JsonNode values) {
		for (JsonNode value : values) {
			String text = value.asString("").toLowerCase(Locale.ROOT).replace('_', ' ');
			if (!text.isEmpty() && this.message.toLowerCase(Locale.ROOT).contains(text)) {
				this.taken.add(text);
				return value;
			}
		}
		return null;
	}

	@Nullable JsonNode number(boolean whole) {
		String number = take(whole ? Pattern.compile("-?\\d+") : NUMBER, 0);
		return (number != null) ? Json.read(number.replaceAll("^(-?)0+(?=\\d)", "$1")) : null;
	}

	@Nullable JsonNode text(String name, String format) {
		if (format.startsWith("date")) {
			return json(take(DATE, 0));
		}
		// "order 17" for a parameter "order", and so on
		String named = take(Pattern.compile("(?i)\\b" + Pattern.quote(name) + "\\s*[:=]?\\s+([\\p{L}\\d-]+)"), 1);
		for (Pattern pattern : new Pattern[] { QUOTED, PLACED, NUMBER, PLACED_WORD }) {
			if (named == null) {
				named = take(pattern, (pattern == NUMBER) ? 0 : 1);
			}
		}
		return json(named);
	}

	private static @Nullable JsonNode json(@Nullable String text) {
		return (text != null) ? Json.read(Json.write(text)) : null;
	}

	private @Nullable String take(Pattern pattern, int group) {
		Matcher matcher = pattern.matcher(this.message);
		while (matcher.find()) {
			if (this.taken.add(matcher.group(group))) {
				return matcher.group(group);
			}
		}
		return null;
	}

}
