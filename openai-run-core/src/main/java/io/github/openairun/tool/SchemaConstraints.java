package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds the limits of values to a schema: as keywords where strict mode has them (OpenAI
 * documentation, Structured Outputs, supported schemas), else into the description.
 */
final class SchemaConstraints {

	/** Known here, as the other class cannot be loaded without it. */
	static final boolean PRESENT = ClassUtils.isPresent("jakarta.validation.Constraint",
			SchemaConstraints.class.getClassLoader());

	private final ObjectNode schema;

	private final String type;

	private final List<String> hints = new ArrayList<>();

	private SchemaConstraints(ObjectNode schema, String type) {
		this.schema = schema;
		this.type = type;
	}

	/**
	 * Add the constraints that the annotations of a value declare.
	 * @param schema the schema of the value
	 * @param annotations the annotations
	 */
	static void apply(ObjectNode schema, Collection<Annotation> annotations) {
		JsonNode type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
		if (annotations.isEmpty() || !type.isString() || schema.has("properties")) {
			return;
		}
		SchemaConstraints constraints = new SchemaConstraints(schema, type.stringValue());
		annotations.forEach((annotation) -> JakartaConstraints.read(annotation, constraints));
		if (!constraints.hints.isEmpty()) {
			String hint = String.join("; ", constraints.hints);
			String known = schema.path("description").asString("");
			schema.put("description", known.isEmpty() ? hint : known + "; " + hint);
		}
	}

	boolean isString() {
		return this.type.equals("string");
	}

	void minimum(BigDecimal value, boolean inclusive) {
		limit(value, inclusive ? "minimum" : "exclusiveMinimum", inclusive ? "at least " : "more than ");
	}

	void maximum(BigDecimal value, boolean inclusive) {
		limit(value, inclusive ? "maximum" : "exclusiveMaximum", inclusive ? "at most " : "less than ");
	}

	private void limit(BigDecimal value, String keyword, String words) {
		if (this.type.equals("integer") || this.type.equals("number")) {
			this.schema.put(keyword, value);
		}
		else {
			hint(words + value.toPlainString());
		}
	}

	void size(int min, int max) {
		boolean array = this.type.equals("array");
		if (array && min > 0) {
			this.schema.put("minItems", min);
		}
		if (array && max < Integer.MAX_VALUE) {
			this.schema.put("maxItems", max);
		}
		if (!array) {
			String unit = isString() ? " characters" : " entries";
			if (min > 0 && max < Integer.MAX_VALUE) {
				hint((min == max) ? min + unit : min + " to " + max + unit);
			}
			else if (min > 0) {
				hint((min == 1) ? "not empty" : "at least " + min + unit);
			}
			else if (max < Integer.MAX_VALUE) {
				hint("at most " + max + unit);
			}
		}
	}

	void pattern(String pattern) {
		if (isString() && !this.schema.has("pattern")) {
			this.schema.put("pattern", pattern);
		}
		else {
			hint("must match " + pattern);
		}
	}

	void format(String format) {
		if (isString() && !this.schema.has("format")) {
			this.schema.put("format", format);
		}
	}

	void hint(String hint) {
		if (!this.hints.contains(hint)) {
			this.hints.add(hint);
		}
	}

}
