package io.github.openairun;

import java.lang.reflect.Type;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A tool that is not a method: its name, its schema or its implementation is known only
 * at run time. Beans of this type are exposed in addition to the {@link ToolHandler}
 * methods.
 *
 * <pre class="code">
 * &#064;Bean
 * ToolRegistration findOrder(Orders orders) {
 * 	return ToolRegistration.of("findOrder", OrderQuery.class, (query, context) -&gt; orders.find(query.number()))
 * 		.description("Finds an order by its number");
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class ToolRegistration {

	private final Declaration declaration;

	private final Arguments arguments;

	private final Execution execution;

	private ToolRegistration(Declaration declaration, Arguments arguments, Execution execution) {
		this.declaration = declaration;
		this.arguments = arguments;
		this.execution = execution;
	}

	/**
	 * Register a function whose arguments are bound to a Java type, as those of a handler
	 * are. Strict mode is used if the type allows it.
	 * @param <T> the type of the arguments
	 * @param name the function's name, {@code [A-Za-z0-9_-]{1,64}}
	 * @param type a record or bean; its properties are the arguments
	 * @param function is called with the bound arguments
	 * @return the registration
	 */
	public static <T> ToolRegistration of(String name, Class<T> type, Function<? super T> function) {
		Check.notNull(type, "type");
		Check.notNull(function, "function");
		Function<Object> cast = (value, context) -> function.call(type.cast(value), context);
		return new ToolRegistration(new Declaration(name, null, true, null), new TypedArguments(type, cast),
				Execution.DEFAULTS);
	}

	/**
	 * Register a function that reads its arguments itself. Strict mode is not used unless
	 * {@link #strict(boolean)} says so.
	 * @param name the function's name, {@code [A-Za-z0-9_-]{1,64}}
	 * @param schema the JSON Schema of the arguments, as JSON text of an object
	 * @param function is called with the arguments as the model wrote them: JSON text,
	 * possibly invalid
	 * @return the registration
	 */
	public static ToolRegistration ofJson(String name, String schema, Function<String> function) {
		Check.hasText(schema, "schema");
		Check.notNull(function, "function");
		return new ToolRegistration(new Declaration(name, null, false, null), new JsonArguments(schema, function),
				Execution.DEFAULTS);
	}

	/**
	 * Set the description of what the function does and when to call it, for the model.
	 * @param description the description
	 * @return a registration with that description
	 */
	public ToolRegistration description(String description) {
		Declaration known = this.declaration;
		return with(new Declaration(known.name(), Check.hasText(description, "description"), known.strict(),
				known.resultType()));
	}

	/**
	 * Say whether the model must keep to the schema exactly.
	 * @param strict whether strict mode is wanted
	 * @return a registration with that mode
	 */
	public ToolRegistration strict(boolean strict) {
		Declaration known = this.declaration;
		return with(new Declaration(known.name(), known.description(), strict, known.resultType()));
	}

	/**
	 * Set the type of the function's results, if it says more than their class does: the
	 * elements of a {@code List<Shape>} are written with the names of their types only if
	 * the list is known to be one of shapes.
	 * @param resultType the type, with its type arguments, as a method would declare it;
	 * {@code Void.class} if there are no results
	 * @return a registration with results of that type
	 */
	public ToolRegistration resultType(Type resultType) {
		Declaration known = this.declaration;
		return with(new Declaration(known.name(), known.description(), known.strict(),
				Check.notNull(resultType, "resultType")));
	}

	/**
	 * Set the group, a name under which several tools are exposed together.
	 * @param group the group, {@code [A-Za-z0-9_-]{1,64}}
	 * @return a registration in that group
	 */
	public ToolRegistration group(String group) {
		Check.isTrue(ToolDefinition.isLegalName(Check.hasText(group, "group")),
				"The group '" + group + "' is not legal: use 1 to 64 characters out of letters, digits, '_' and '-'");
		return with(this.execution.withGroup(group));
	}

	/**
	 * Limit how long one call may take, instead of {@code openai.run.tools.timeout}.
	 * @param timeout the timeout; zero for no timeout
	 * @return a registration with that timeout
	 */
	public ToolRegistration timeout(Duration timeout) {
		Check.isTrue(!Check.notNull(timeout, "timeout").isNegative(), "'timeout' must not be negative");
		return with(this.execution.withTimeout(timeout));
	}

	/**
	 * Set whether a call may be executed concurrently with other calls of the same round.
	 * @param parallel whether it may, which is the default
	 * @return a registration that does or does not
	 */
	public ToolRegistration parallel(boolean parallel) {
		return with(this.execution.withParallel(parallel));
	}

	/**
	 * Say whether a call must be approved before the function is called.
	 * @param approval whether an approval is required, which it is not by default
	 * @return a registration that requires it or not
	 */
	public ToolRegistration approval(Approval approval) {
		return with(this.execution.withApproval(Check.notNull(approval, "approval")));
	}

	/**
	 * Say what happens to a call that was under way when the process died, if the run is
	 * recorded.
	 * @param delivery the delivery, {@link Delivery#AT_MOST_ONCE} by default
	 * @return a registration with that delivery
	 */
	public ToolRegistration delivery(Delivery delivery) {
		return with(this.execution.withDelivery(Check.notNull(delivery, "delivery")));
	}

	private ToolRegistration with(Execution execution) {
		return new ToolRegistration(this.declaration, this.arguments, execution);
	}

	private ToolRegistration with(Declaration declaration) {
		return new ToolRegistration(declaration, this.arguments, this.execution);
	}

	public String name() {
		return this.declaration.name();
	}

	public @Nullable String description() {
		return this.declaration.description();
	}

	public Arguments arguments() {
		return this.arguments;
	}

	public boolean strict() {
		return this.declaration.strict();
	}

	/**
	 * Return of which type the results are.
	 * @return the type, or {@code null} if their class is enough
	 */
	public @Nullable Type resultType() {
		return this.declaration.resultType();
	}

	public Execution execution() {
		return this.execution;
	}

	@Override
	public String toString() {
		return "ToolRegistration[name=" + name() + "]";
	}

	private record Declaration(String name, @Nullable String description, boolean strict, @Nullable Type resultType) {

		Declaration {
			Check.hasText(name, "name");
			Check.isTrue(ToolDefinition.isLegalName(name), "Tool name '" + name
					+ "' is not legal: use 1 to 64 characters out of letters, digits, '_' and '-'");
		}

	}

	/**
	 * How a tool is exposed and executed.
	 *
	 * @param group the name under which it is exposed together with others, or
	 * {@code null}
	 * @param timeout how long one call may take, zero for as long as it likes, or
	 * {@code null} for the configured timeout
	 * @param parallel whether it may be executed concurrently with other calls of the
	 * same round
	 * @param approval whether a call must be approved before
	 * @param delivery what happens to a call that was under way when the process died
	 */
	public record Execution(@Nullable String group, @Nullable Duration timeout, boolean parallel, Approval approval,
			Delivery delivery) {

		static final Execution DEFAULTS = new Execution(null, null, true, Approval.NOT_REQUIRED, Delivery.AT_MOST_ONCE);

		Execution withGroup(String group) {
			return new Execution(group, this.timeout, this.parallel, this.approval, this.delivery);
		}

		Execution withTimeout(Duration timeout) {
			return new Execution(this.group, timeout, this.parallel, this.approval, this.delivery);
		}

		Execution withParallel(boolean parallel) {
			return new Execution(this.group, this.timeout, parallel, this.approval, this.delivery);
		}

		Execution withApproval(Approval approval) {
			return new Execution(this.group, this.timeout, this.parallel, approval, this.delivery);
		}

		Execution withDelivery(Delivery delivery) {
			return new Execution(this.group, this.timeout, this.parallel, this.approval, delivery);
		}

	}

	/**
	 * What the model gives, and what is called with it.
	 */
	public sealed interface Arguments permits TypedArguments, JsonArguments {

	}

	/**
	 * Arguments that are bound to a type.
	 *
	 * @param type the type
	 * @param function is called with the bound arguments
	 */
	public record TypedArguments(Class<?> type, Function<Object> function) implements Arguments {
	}

	/**
	 * Arguments that are not bound.
	 *
	 * @param schema the JSON Schema
	 * @param function is called with the JSON text
	 */
	public record JsonArguments(String schema, Function<String> function) implements Arguments {
	}

	/**
	 * What a tool does. A result is sent as that of a {@link ToolHandler} method.
	 *
	 * @param <T> the type of the arguments
	 */
	@FunctionalInterface
	public interface Function<T> {

		/**
		 * Answer a call.
		 * @param arguments the arguments
		 * @param context what surrounds the call
		 * @return the result, or {@code null}
		 * @throws Exception if the call fails; the model sees the message only of a
		 * {@link ToolHandlerException}
		 */
		@Nullable Object call(T arguments, ToolContext context) throws Exception;

	}

}
