package io.github.openairun.autoconfigure;

import java.util.Locale;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ResponseFormat;
import io.github.openairun.wire.Json;

/**
 * Creates the response format from a property: {@code text}, {@code json_object}, a JSON
 * Schema, or the API's object that names a schema.
 */
class ResponseFormatFactory {

	private final String property;

	private final ResourceText resources;

	ResponseFormatFactory(String property, ResourceText resources) {
		this.property = property;
		this.resources = resources;
	}

	/**
	 * Create the response format.
	 * @param assistant the name of the assistant, which becomes the name of a schema
	 * without a title
	 */
	ResponseFormat create(String assistant, String value) {
		return switch (value.strip().toLowerCase(Locale.ROOT).replace('-', '_')) {
			case "text" -> ResponseFormat.text();
			case "json_object" -> ResponseFormat.jsonObject();
			default -> schema(assistant, value);
		};
	}

	private ResponseFormat schema(String assistant, String value) {
		if (!ResourceText.isLocation(value) && !value.strip().startsWith("{")) {
			throw invalid(value, "It must be 'text', 'json_object', a JSON Schema, or the location of one");
		}
		JsonNode json = parse(value, this.resources.read(this.property, value));
		JsonNode named = Json.child(json, "schema");
		String name = (named != null) ? Json.text(json, "name", assistant) : Json.text(json, "title", assistant);
		return new ResponseFormat.JsonSchema(legal(name), ((named != null) ? named : json).toString(),
				named == null || Json.flag(json, "strict", true));
	}

	private JsonNode parse(String value, String text) {
		try {
			JsonNode json = Json.mapper().readTree(text);
			if (json.isObject()) {
				return json;
			}
		}
		catch (JacksonException ex) {
			throw invalid(value, "It is not JSON: " + ex.getOriginalMessage());
		}
		throw invalid(value, "It must be a JSON object");
	}

	private InvalidConfigurationPropertyValueException invalid(String value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.property, value, reason);
	}

	private static String legal(String name) {
		String legal = name.replaceAll("[^A-Za-z0-9_-]", "_");
		return legal.substring(0, Math.min(legal.length(), 64));
	}

}
