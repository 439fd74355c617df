package io.github.openairun.test.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a request demands of the text of a reply.
 *
 * @param json whether it must be a JSON object
 * @param schema the schema that it must fit, or {@code null} if there is none
 */
record ReplyFormat(boolean json, @Nullable JsonNode schema) {

	/**
	 * Reads the format: nested on wire Assistants, flat on the other.
	 */
	static ReplyFormat of(JsonNode echo) {
		JsonNode format = echo.has("response_format") ? echo.path("response_format") : echo.at("/text/format");
		JsonNode schema = format.has("json_schema") ? format.at("/json_schema/schema") : format.path("schema");
		return switch (format.path("type").asString("")) {
			case "json_schema" -> new ReplyFormat(true, schema.isObject() ? schema : null);
			case "json_object" -> new ReplyFormat(true, null);
			default -> new ReplyFormat(false, null);
		};
	}

	/**
	 * Returns why a reply does not fit, or {@code null} if it does.
	 */
	@Nullable String mismatch(String reply) {
		if (!this.json) {
			return null;
		}
		try {
			JsonNode value = SimulatorJson.read(reply);
			if (this.schema != null) {
				return SchemaCheck.mismatch(value, this.schema);
			}
			return value.isObject() ? null : "$ must be object, not " + value;
		}
		catch (JacksonException ex) {
			return "it is not JSON";
		}
	}

	/**
	 * Returns a reply that fits.
	 * @param text what it says if it can
	 */
	String fit(String text) {
		if (this.schema != null) {
			return SimulatorJson.write(SchemaSample.of(this.schema, text));
		}
		return this.json ? SimulatorJson.write(SimulatorJson.object().put("reply", text)) : text;
	}

}
