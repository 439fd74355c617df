package io.github.openairun.tool;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes expected schemas without their noise, and reads generated ones.
 */
final class SchemaText {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private SchemaText() {
	}

	/** A parameter of the type of a field of {@link SchemaTypes}. */
	static ToolParameter parameter(String name) {
		Field field = ReflectionUtils.findField(SchemaTypes.class, name);
		assertThat(field).isNotNull();
		return new ToolParameter(name, field.getGenericType(), field.getAnnotatedType(), field, null,
				!Optionality.isNullable(field.getAnnotatedType()));
	}

	static ToolParameter parameter(String name, Class<?> type, String description, boolean required) {
		return new ToolParameter(name, type, null, type, description, required);
	}

	static JsonNode json(ToolSchema schema) {
		return MAPPER.readTree(schema.json());
	}

	static JsonNode property(ToolSchema schema) {
		return json(schema).path("properties").iterator().next();
	}

	static String object(String properties) {
		return object(properties, null);
	}

	/** An object of which every property is required. */
	static String object(String properties, String description) {
		JsonNode all = MAPPER.readTree("{" + quoted(properties) + "}");
		List<String> names = new ArrayList<>(all.propertyNames());
		return "{\"type\":\"object\",\"properties\":" + all + ",\"required\":" + MAPPER.writeValueAsString(names)
				+ ",\"additionalProperties\":false"
				+ ((description != null) ? ",\"description\":\"" + description + "\"" : "") + "}";
	}

	static String nullable(String schema) {
		return schema.replaceFirst("\"type\":\"object\"", "\"type\":[\"object\",\"null\"]");
	}

	static String described(String schema, String description) {
		String text = quoted(schema);
		return text.substring(0, text.length() - 1) + ",\"description\":" + quoted(description) + "}";
	}

	static String json(String pattern) {
		return pattern.replace("\\", "\\\\");
	}

	/** JSON written without quotes, where words are texts. */
	static String quoted(String text) {
		StringBuilder json = new StringBuilder();
		Matcher matcher = Pattern.compile("\"[^\"]*\"|'([^']*)'|[$A-Za-z_][\\w-]*|\\s+|.").matcher(text);
		while (matcher.find()) {
			String token = matcher.group();
			if (matcher.group(1) != null) {
				json.append('"').append(matcher.group(1)).append('"');
			}
			else if (token.isBlank()) {
				continue;
			}
			else if (Map.of("true", 1, "false", 1, "null", 1).containsKey(token)
					|| !Character.isLetter(token.charAt(0)) && !token.startsWith("$")) {
				json.append(token);
			}
			else {
				json.append('"').append(token).append('"');
			}
		}
		return json.toString();
	}

}
