package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A custom tool of a request, whose input is a text.
 *
 * @param name the name
 * @param description the description, empty if there is none
 * @param pattern what the input must match, or {@code null} if it may be anything, or is
 * described by a grammar that the simulator cannot read
 */
record CustomTool(String name, String description, @Nullable Pattern pattern) {

	static List<CustomTool> of(@Nullable JsonNode tools) {
		return (tools == null) ? List.of()
				: tools.valueStream()
					.filter((tool) -> "custom".equals(ClientCalls.type(tool)))
					.map((tool) -> new CustomTool(tool.path("name").asString(""), tool.path("description").asString(""),
							pattern(tool.path("format"))))
					.toList();
	}

	/**
	 * OpenAPI document, CustomGrammarFormatParam: a grammar is Lark's or a regular
	 * expression.
	 */
	private static @Nullable Pattern pattern(JsonNode format) {
		try {
			return "regex".equals(format.path("syntax").asString(""))
					? Pattern.compile(format.path("definition").asString("")) : null;
		}
		catch (PatternSyntaxException ex) {
			// The live service has another dialect.
			return null;
		}
	}

	/**
	 * Returns what is wrong with an input, or {@code null} if nothing is.
	 */
	@Nullable String mismatch(String input) {
		return (this.pattern == null || this.pattern.matcher(input).matches()) ? null
				: "its input \"" + input + "\" does not match the tool's grammar " + this.pattern;
	}

	/**
	 * Takes the input from the first of some texts that has one.
	 */
	Optional<String> input(String... texts) {
		if (this.pattern == null) {
			return Optional.of(texts[0].strip());
		}
		return Stream.of(texts).map(this.pattern::matcher).filter(Matcher::find).map(Matcher::group).findFirst();
	}

}
