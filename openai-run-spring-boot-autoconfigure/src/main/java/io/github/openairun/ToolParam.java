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
	 * Whether the model must give a value; an optional parameter of a primitive type is
	 * refused at start.
	 * @return whether a value is required
	 */
	boolean required() default true;

}
