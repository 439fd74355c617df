package io.github.openairun;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a Spring bean as the handler of a function tool.
 * <p>
 * The method's parameters are bound by name from the JSON arguments that the model wrote.
 * A {@code String} result is sent as it is, anything else as JSON. May be used as a
 * meta-annotation.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ToolHandler {

	/**
	 * The function's name, {@code [A-Za-z0-9_-]{1,64}}; by default the method's.
	 * @return the name
	 */
	String name() default "";

	/**
	 * Tells the model what the function does and when to call it.
	 * @return the description
	 */
	String description() default "";

	/**
	 * Whether the model must keep to the schema exactly (OpenAI documentation, Structured
	 * Outputs). A schema that strict mode cannot express is offered without it anyway.
	 * @return whether strict mode is wanted
	 */
	boolean strict() default true;

}
