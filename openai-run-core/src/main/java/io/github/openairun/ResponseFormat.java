package io.github.openairun;

/**
 * The form that the reply of a run must have.
 *
 * @since 0.1.0
 */
public sealed interface ResponseFormat {

	static ResponseFormat text() {
		return new Text();
	}

	static ResponseFormat jsonObject() {
		return new JsonObject();
	}

	/**
	 * Return the form of JSON that keeps to a schema.
	 * @param name the schema's name, {@code [A-Za-z0-9_-]{1,64}}
	 * @param schema the JSON Schema as JSON text
	 * @return the format, strict
	 */
	static ResponseFormat jsonSchema(String name, String schema) {
		return new JsonSchema(name, schema, true);
	}

	/** Plain text. */
	record Text() implements ResponseFormat {
	}

	/** Some JSON object. */
	record JsonObject() implements ResponseFormat {
	}

	/**
	 * JSON that keeps to a schema.
	 *
	 * @param name the schema's name, {@code [A-Za-z0-9_-]{1,64}}
	 * @param schema the JSON Schema as JSON text
	 * @param strict whether the model must keep to the schema exactly
	 */
	record JsonSchema(String name, String schema, boolean strict) implements ResponseFormat {

		public JsonSchema {
			Check.isTrue(ToolDefinition.isLegalName(Check.hasText(name, "name")), "Schema name '" + name
					+ "' is not legal: use 1 to 64 characters out of letters, digits, '_' and '-'");
			Check.hasText(schema, "schema");
		}

	}

	/**
	 * A form of a type that this version does not know, kept as the server sent it.
	 *
	 * @param type the server's type
	 * @param json the form as JSON text of the wire in use
	 */
	record Other(String type, String json) implements ResponseFormat {

		public Other {
			Check.notNull(type, "type");
			Check.hasText(json, "json");
		}

	}

}
