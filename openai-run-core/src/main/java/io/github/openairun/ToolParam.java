package io.github.openairun;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a parameter of a {@link ToolHandler} method, or a property of an argument
 * type, to the model.
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
	 * Tells the model what to put in.
	 * @return the description
	 */
	String description() default "";

	/**
	 * Whether the model must give a value; an optional parameter of a primitive type that
	 * has no {@link #defaultValue()} is refused at start.
	 * @return whether a value is required
	 */
	boolean required() default true;

	/**
	 * What the handler is given if the model gives nothing or {@code null}: a text that
	 * can be converted to the type, or JSON. It makes the parameter optional, is told to
	 * the model, and is read when the application starts. Only for parameters.
	 * @return the value
	 */
	String defaultValue() default NONE;

	/**
	 * A value that shows the model what is meant.
	 * @return the example
	 */
	String example() default "";

}
