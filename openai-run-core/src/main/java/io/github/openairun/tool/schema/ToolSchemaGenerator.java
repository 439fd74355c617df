package io.github.openairun.tool.schema;

import java.lang.reflect.Type;
import java.util.List;

/**
 * Describes Java types as JSON Schema. A bean of this type replaces the default.
 * <p>
 * Schemas are made when the application starts, and once for each type of structured
 * output.
 *
 * @since 0.1.0
 */
public interface ToolSchemaGenerator {

	/**
	 * Describe the arguments of a tool as one object.
	 * @param parameters the arguments, in the order of declaration
	 * @return the schema
	 * @throws IllegalArgumentException if a type cannot be described; the message names
	 * the place and the reason
	 */
	ToolSchema forParameters(List<ToolParameter> parameters);

	/**
	 * Describe the arguments of a tool that declines strict mode. Optional arguments may
	 * then be left out.
	 * @param parameters the arguments, in the order of declaration
	 * @return a schema that is not strict
	 * @throws IllegalArgumentException if a type cannot be described
	 */
	default ToolSchema forParametersWithoutStrictMode(List<ToolParameter> parameters) {
		ToolSchema schema = forParameters(parameters);
		return schema.strict() ? ToolSchema.loose(schema.json()) : schema;
	}

	/**
	 * Describe a type whose JSON is an object, as a structured output has it.
	 * @param type the type
	 * @return the schema
	 * @throws IllegalArgumentException if the type's JSON is not an object or the type
	 * cannot be described
	 */
	ToolSchema forType(Type type);

	/**
	 * Describe a type for a tool that declines strict mode. Optional properties may then
	 * be left out.
	 * @param type the type
	 * @return a schema that is not strict
	 * @throws IllegalArgumentException if the type's JSON is not an object or the type
	 * cannot be described
	 */
	default ToolSchema forTypeWithoutStrictMode(Type type) {
		ToolSchema schema = forType(type);
		return schema.strict() ? ToolSchema.loose(schema.json()) : schema;
	}

}
