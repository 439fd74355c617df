package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.autoconfigure.OpenAiProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps docs/configuration.md what the configuration metadata says. With the system
 * property {@code docs.write} it writes the page anew instead.
 */
class ConfigurationPageTests {

	private static final String BEGIN = "<!-- generated: begin -->\n";

	private static final String END = "<!-- generated: end -->\n";

	@Test
	void theTableIsThatOfTheMetadata() throws IOException {
		Path page = Pages.root().resolve("docs/configuration.md");
		String text = Files.readString(page);
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		int end = text.indexOf(END);
		assertThat(end).isGreaterThanOrEqualTo(begin);
		String generated = table(metadata());
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(page, text.substring(0, begin) + generated + text.substring(end));
		}
		else {
			assertThat(text.substring(begin, end)).as("docs/configuration.md; rewrite it with -Ddocs.write=true")
				.isEqualTo(generated);
		}
	}

	@Test
	void everyPropertyIsInTheTable() {
		assertThat(table(metadata()))
			.contains("| `openai.api-key` | String | |", "| `openai.run.wire` | WireName | `responses` |")
			.contains("`openai.run.assistants.<name>.*`")
			.hasLineCount(metadata().get("properties").size() + 2);
	}

	static String table(JsonNode metadata) {
		Map<String, String> rows = new TreeMap<>();
		for (JsonNode property : metadata.get("properties")) {
			String name = property.get("name").asString();
			String description = property.path("description").asString("");
			assertThat(description).as("description of " + name).isNotBlank();
			rows.put(name, row(name, property, description));
		}
		return "| property | type | default | what it does |\n|---|---|---|---|\n" + String.join("", rows.values());
	}

	private static String row(String name, JsonNode property, String description) {
		String type = property.path("type").asString("");
		boolean map = type.startsWith("java.util.Map");
		String shown = map && type.contains("io.github.openairun.") ? name + ".<name>.*" : map ? name + ".*" : name;
		String value = property.path("defaultValue").isMissingNode() ? ""
				: "`" + text(property.path("defaultValue")) + "` ";
		return "| `" + shown + "` | "
				+ (map ? "map"
						: type.startsWith("java.util.List") ? "list"
								: type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1))
				+ " | " + value + "| " + description.replace("|", "\\|").replace("\n", " ") + " |\n";
	}

	private static String text(JsonNode value) {
		return value.isValueNode() ? value.asString() : value.toString();
	}

	private static JsonNode metadata() {
		try (InputStream input = OpenAiProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.builder().build().readTree(input);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
