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
 *
 * <pre class="code">
 * &#064;ToolHandler(description = "Finds an order by its number")
 * Order findOrder(&#064;ToolParam(description = "The number of the order") String number) {
 * 	return this.orders.find(number);
 * }
 * </pre>
 *
 * @since 0.1.0
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
	 * What the function does and when to call it, for the model.
	 * @return the description
	 */
	String description() default "";

	/**
	 * The group to which the function belongs: {@code group:<name>} in a list of tools
	 * stands for all functions of it. Letters, digits, {@code _} and {@code -}.
	 * @return the group, empty for none
	 */
	String group() default "";

	/**
	 * How long one call may take, such as {@code 5s} or {@code PT5S}; placeholders are
	 * resolved. {@code 0s} limits it by the timeout of the run only. The default is
	 * {@code openai.run.tools.timeout}.
	 * @return the timeout, empty for the default
	 */
	String timeout() default "";

	/**
	 * Whether a call may be executed concurrently with other calls of the same round. If
	 * not, it begins when those before it in the round have ended, and those after it
	 * wait for it.
	 * @return whether it may be executed concurrently with others
	 */
	boolean parallel() default true;

	/**
	 * Whether the model must keep to the schema exactly (OpenAI documentation, Structured
	 * Outputs). A schema that strict mode cannot express is sent without it.
	 * @return whether strict mode is wanted
	 */
	boolean strict() default true;

	/**
	 * Whether a call must be approved before the method is called. A
	 * {@link ToolApprovalPolicy} may decide otherwise for a single call.
	 * @return whether an approval is required
	 */
	Approval approval() default Approval.NOT_REQUIRED;

	/**
	 * What happens to a call whose handler was at work when the process died, if the run
	 * is recorded.
	 * @return the delivery
	 */
	Delivery delivery() default Delivery.AT_MOST_ONCE;

}
