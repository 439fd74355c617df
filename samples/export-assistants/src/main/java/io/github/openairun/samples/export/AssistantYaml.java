package io.github.openairun.samples.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ModelSettings;
import io.github.openairun.ResponseFormat;

/**
 * Writes assistants as {@code openai.run.assistants}.
 */
class AssistantYaml {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	String write(List<Assistant> assistants) {
		Map<String, Object> byName = new LinkedHashMap<>();
		for (Assistant assistant : assistants) {
			byName.put(name(assistant.name(), byName), properties(assistant));
		}
		return yaml().dump(Map.of("openai", Map.of("run", Map.of("assistants", byName))));
	}

	/**
	 * Names of properties have small letters, digits and hyphens only.
	 */
	private static String name(String name, Map<String, ?> taken) {
		String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
		String free = plain.isEmpty() ? "assistant" : plain;
		for (int i = 2; taken.containsKey(free); i++) {
			free = plain + "-" + i;
		}
		return free;
	}

	private static Map<String, Object> properties(Assistant assistant) {
		Map<String, Object> properties = new LinkedHashMap<>();
		ModelSettings settings = assistant.settings();
		put(properties, "id", assistant.id());
		put(properties, "description", literal(assistant.description()));
		put(properties, "model", settings.model());
		put(properties, "instructions", literal(assistant.instructions()));
		put(properties, "reasoning-effort", settings.reasoningEffort());
		put(properties, "temperature", unlessDefault(settings.temperature()));
		put(properties, "top-p", unlessDefault(settings.topP()));
		put(properties, "response-format", format(settings.responseFormat()));
		put(properties, "tools", (assistant.tools() != null) ? new ArrayList<>(assistant.tools()) : null);
		List<String> others = new ArrayList<>();
		for (BuiltInTool tool : assistant.builtInTools()) {
			if (tool instanceof BuiltInTool.FileSearch search) {
				Map<String, Object> fileSearch = enabled("vector-store-ids", search.vectorStoreIds());
				put(fileSearch, "max-results", search.maxResults());
				properties.put("file-search", fileSearch);
			}
			else if (tool instanceof BuiltInTool.CodeInterpreter interpreter) {
				properties.put("code-interpreter", enabled("file-ids", interpreter.fileIds()));
			}
			else if (tool instanceof BuiltInTool.Other other) {
				others.add(escaped(other.json()));
			}
		}
		if (!others.isEmpty()) {
			properties.put("other-tools", others);
		}
		if (!assistant.metadata().isEmpty()) {
			Map<String, String> metadata = new LinkedHashMap<>();
			assistant.metadata().forEach((key, value) -> metadata.put("[" + key + "]", escaped(value)));
			properties.put("metadata", metadata);
		}
		return properties;
	}

	private static Map<String, Object> enabled(String name, List<String> ids) {
		Map<String, Object> properties = new LinkedHashMap<>();
		if (ids.isEmpty()) {
			properties.put("enabled", true);
		}
		else {
			properties.put(name, ids);
		}
		return properties;
	}

	/**
	 * Servers tell 1 for what nobody has set, and some models refuse to be told so.
	 */
	private static @Nullable Double unlessDefault(@Nullable Double value) {
		return (value != null && value == 1) ? null : value;
	}

	private static @Nullable String format(@Nullable ResponseFormat format) {
		if (format instanceof ResponseFormat.JsonSchema schema) {
			JsonNode json = JSON.createObjectNode()
				.put("name", schema.name())
				.put("strict", schema.strict())
				.set("schema", JSON.readTree(schema.schema()));
			return escaped(json.toString());
		}
		return (format instanceof ResponseFormat.JsonObject) ? "json_object" : null;
	}

	private static @Nullable String literal(@Nullable String text) {
		return (text != null) ? escaped(text) : null;
	}

	/**
	 * Keep placeholders from being resolved.
	 */
	private static String escaped(String text) {
		return text.replace("${", "\\${");
	}

	private static void put(Map<String, Object> properties, String name, @Nullable Object value) {
		if (value != null) {
			properties.put(name, value);
		}
	}

	private static Yaml yaml() {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		options.setSplitLines(false);
		return new Yaml(new BlockRepresenter(options), options);
	}

	/**
	 * Writes texts of several lines as such.
	 */
	private static final class BlockRepresenter extends Representer {

		BlockRepresenter(DumperOptions options) {
			super(options);
		}

		@Override
		protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
			boolean lines = tag.equals(Tag.STR) && value.contains("\n");
			return super.representScalar(tag, value, lines ? DumperOptions.ScalarStyle.LITERAL : style);
		}

	}

}
