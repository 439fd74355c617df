package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules of OpenAI's strict mode (OpenAI documentation, Structured Outputs, supported
 * schemas), written down a second time.
 */
final class StrictMode {

	private static final Set<String> KEYWORDS = Set.of("type", "properties", "required", "additionalProperties",
			"items", "enum", "const", "anyOf", "$ref", "$defs", "description", "pattern", "format", "multipleOf",
			"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems");

	private static final Set<String> FORMATS = Set.of("date-time", "time", "date", "duration", "email", "hostname",
			"ipv4", "ipv6", "uuid");

	private final List<String> violations = new ArrayList<>();

	private StrictMode() {
	}

	static List<String> violations(String json) {
		JsonNode schema = JsonMapper.shared().readTree(json);
		StrictMode rules = new StrictMode();
		if (!schema.path("type").asString("").equals("object")) {
			rules.violations.add("the root is no object");
		}
		rules.check("#", schema);
		return rules.violations;
	}

	private void check(String path, JsonNode schema) {
		for (String keyword : schema.propertyNames()) {
			if (!KEYWORDS.contains(keyword)) {
				this.violations.add(path + " has " + keyword);
			}
		}
		if (schema.has("format") && !FORMATS.contains(schema.path("format").stringValue())) {
			this.violations.add(path + " has the format " + schema.path("format"));
		}
		if (schema.has("properties")) {
			checkObject(path, schema);
		}
		for (String keyword : List.of("properties", "$defs")) {
			schema.path(keyword).forEachEntry((name, value) -> check(path + "/" + name, value));
		}
		schema.path("anyOf").forEach((choice) -> check(path + "/anyOf", choice));
		if (schema.has("items")) {
			check(path + "/items", schema.path("items"));
		}
	}

	private void checkObject(String path, JsonNode schema) {
		if (schema.path("additionalProperties").asBoolean(true)) {
			this.violations.add(path + " lets properties pass");
		}
		List<String> required = schema.path("required").valueStream().map(JsonNode::stringValue).toList();
		if (!required.equals(List.copyOf(schema.path("properties").propertyNames()))) {
			this.violations.add(path + " does not require all properties");
		}
	}

}
