package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.autoconfigure.AssistantProperties;
import io.github.openairun.autoconfigure.ConnectionProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the documentation name no property that does not exist.
 */
class DocumentationPropertyTests {

	private static final String ASSISTANT = "openai.run.assistants.<name>";

	private static final Pattern NAMED = Pattern
		.compile("`((?:openai|spring|management|server)\\.[a-z][^`=:\\s]*)(?:[=:][^`]*)?`");

	/** Of every property its default value, which is empty if there is none. */
	private static final Map<String, String> PROPERTIES = new TreeMap<>();

	@BeforeAll
	static void loadMetadata() throws IOException {
		JsonMapper mapper = JsonMapper.builder().build();
		for (URL metadata : Collections.list(DocumentationPropertyTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream input = metadata.openStream()) {
				for (JsonNode property : mapper.readTree(input).get("properties")) {
					PROPERTIES.put(property.get("name").asString(), property.path("defaultValue").asString(""));
				}
			}
		}
		addAll(ASSISTANT, AssistantProperties.class);
		addAll("openai.connections.<name>", ConnectionProperties.class);
	}

	/** Add the properties of the values of a map, which the metadata does not list. */
	private static void addAll(String prefix, Class<?> type) {
		Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.map((property) -> property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.forEach((name) -> PROPERTIES.put(prefix + "." + name, ""));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesThatAPageNamesExist(Path page) {
		Set<String> observed = observed();
		List<String> names = NAMED.matcher(Pages.text(page)).results().map((name) -> name.group(1)).toList();
		assertThat(names).allMatch((name) -> observed.contains(name) || exists(name));
	}

	@Test
	void theReadmeShowsAFewPropertiesWithTheirDefaults() {
		List<String[]> rows = Pattern.compile("^\\| `([^`]+)` \\| (?:`([^`]*)`)? ?\\|", Pattern.MULTILINE)
			.matcher(Pages.between(Pages.read("README.md"), "## Properties\n", "\n## "))
			.results()
			.map((row) -> new String[] { row.group(1), (row.group(2) != null) ? row.group(2) : "" })
			.toList();
		assertThat(rows).hasSize(8).allSatisfy((row) -> assertThat(PROPERTIES).containsEntry(row[0], row[1]));
	}

	@Test
	void aNameThatDoesNotExistIsFound() {
		assertThat(exists("openai.run.timeout")).isTrue();
		assertThat(exists("openai.run.poll.*")).isTrue();
		assertThat(exists("openai.run.assistants.<name>.model")).isTrue();
		assertThat(exists("openai.run.assistants.<name>.modell")).isFalse();
		assertThat(exists("openai.connections.<name>.base-url")).isTrue();
		assertThat(exists("openai.connections.<name>.base-uri")).isFalse();
		assertThat(exists("openai.run.time-out")).isFalse();
		assertThat(exists("openai.run.pole.*")).isFalse();
	}

	static List<Path> pages() {
		return Pages.all();
	}

	private static boolean exists(String name) {
		if (name.endsWith("*")) {
			String start = name.substring(0, name.length() - 1);
			return PROPERTIES.keySet().stream().anyMatch((known) -> (known + ".").startsWith(start));
		}
		return PROPERTIES.containsKey(name) || name.equals(ASSISTANT) || isInAMap(name);
	}

	/** Whether a property of Spring Boot is a map that the name is a key of. */
	private static boolean isInAMap(String name) {
		ConfigurationPropertyName key = ConfigurationPropertyName.ofIfValid(name);
		return key != null && !name.startsWith("openai.")
				&& PROPERTIES.keySet()
					.stream()
					.filter((known) -> !known.contains("<"))
					.anyMatch((known) -> ConfigurationPropertyName.of(known).isAncestorOf(key));
	}

	/**
	 * The names of observations, meters and keys, some of which begin as properties do.
	 */
	private static Set<String> observed() {
		return Pattern.compile("^(?:\\| |### )`?((?:openai|gen_ai)\\.[\\w.]+)", Pattern.MULTILINE)
			.matcher(Pages.read("docs/observability.md"))
			.results()
			.map((name) -> name.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
