package io.github.openairun;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a parameter of a {@link ToolHandler} method, or a property of an argument
 * type, to the model.
 *
 * <pre class="code">
 * &#064;ToolHandler(description = "Searches the catalogue")
 * List&lt;Article&gt; search(&#064;ToolParam(description = "Words to search for", example = "red shoes") String words,
 * 		&#064;ToolParam(description = "Most results", defaultValue = "10") int limit) {
 * 	return this.catalogue.search(words, limit);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT,
		ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ToolParam {

	/**
	 * Stands for a default value that is not set.
	 */
	String NONE = "\u0000";

	/**
	 * The name in the arguments; by default the parameter's. Only for parameters: a
	 * property is named by the JSON mapper.
	 * @return the name
	 */
	String name() default "";

	/**
	 * The meaning of the value, for the model.
	 * @return the description
	 */
	String description() default "";

	/**
	 * Whether the model must provide a value; an optional parameter of a primitive type
	 * that has no {@link #defaultValue()} fails at start.
	 * @return whether a value is required
	 */
	boolean required() default true;

	/**
	 * The value that the handler receives if the model provides none or {@code null}: a
	 * text that can be converted to the type, or JSON. It makes the parameter optional,
	 * is part of the schema, and is converted when the application starts. Only for
	 * parameters.
	 * @return the value
	 */
	String defaultValue() default NONE;

	/**
	 * An example of a value, for the model.
	 * @return the example
	 */
	String example() default "";

}
