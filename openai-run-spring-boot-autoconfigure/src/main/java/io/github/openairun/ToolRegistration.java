package io.github.openairun;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A tool that is no method: its name, its schema or what it does is known only at run
 * time. Beans of this type are offered beside the {@link ToolHandler} methods.
 */
public final class ToolRegistration {

	private final String name;

	private final @Nullable String description;

	private final Arguments arguments;

	private final boolean strict;

	private final Execution execution;

	private ToolRegistration(String name, @Nullable String description, Arguments arguments, boolean strict,
			Execution execution) {
		this.name = Check.hasText(name, "name");
		this.description = description;
		this.arguments = arguments;
		this.strict = strict;
		this.execution = execution;
		Check.isTrue(ToolDefinition.isLegalName(name),
				"Tool name '" + name + "' is not legal: use 1 to 64 characters out of letters, digits, '_' and '-'");
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
		return new ToolRegistration(name, null, new Typed(type, cast), true, Execution.DEFAULTS);
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
		return new ToolRegistration(name, null, new Json(schema, function), false, Execution.DEFAULTS);
	}

	/**
	 * Tell the model what the function does and when to call it.
	 * @param description the description
	 * @return a registration with that description
	 */
	public ToolRegistration description(String description) {
		return new ToolRegistration(this.name, Check.hasText(description, "description"), this.arguments, this.strict,
				this.execution);
	}

	/**
	 * Say whether the model must keep to the schema exactly.
	 * @param strict whether strict mode is wanted
	 * @return a registration with that mode
	 */
	public ToolRegistration strict(boolean strict) {
		return new ToolRegistration(this.name, this.description, this.arguments, strict, this.execution);
	}

	/**
	 * Offer the tool along with others under one name.
	 * @param group the group, {@code [A-Za-z0-9_-]{1,64}}
	 * @return a registration in that group
	 */
	public ToolRegistration group(String group) {
		Check.isTrue(ToolDefinition.isLegalName(Check.hasText(group, "group")),
				"The group '" + group + "' is not legal: use 1 to 64 characters out of letters, digits, '_' and '-'");
		return with(new Execution(group, this.execution.timeout(), this.execution.parallel()));
	}

	/**
	 * Limit how long one call may take, instead of {@code openai.run.tools.timeout}.
	 * @param timeout the time-out; zero for as long as it likes
	 * @return a registration with that time-out
	 */
	public ToolRegistration timeout(Duration timeout) {
		Check.isTrue(!Check.notNull(timeout, "timeout").isNegative(), "'timeout' must not be negative");
		return with(new Execution(this.execution.group(), timeout, this.execution.parallel()));
	}

	/**
	 * Say whether the tool may run beside other calls of the same round.
	 * @param parallel whether it may, which is the default
	 * @return a registration that does or does not
	 */
	public ToolRegistration parallel(boolean parallel) {
		return with(new Execution(this.execution.group(), this.execution.timeout(), parallel));
	}

	private ToolRegistration with(Execution execution) {
		return new ToolRegistration(this.name, this.description, this.arguments, this.strict, execution);
	}

	public String name() {
		return this.name;
	}

	public @Nullable String description() {
		return this.description;
	}

	public Arguments arguments() {
		return this.arguments;
	}

	public boolean strict() {
		return this.strict;
	}

	public Execution execution() {
		return this.execution;
	}

	@Override
	public String toString() {
		return "ToolRegistration[name=" + this.name + "]";
	}

	/**
	 * How a tool is offered and executed.
	 *
	 * @param group the name under which it is offered along with others, or {@code null}
	 * @param timeout how long one call may take, zero for as long as it likes, or
	 * {@code null} for the configured time-out
	 * @param parallel whether it may run beside other calls of the same round
	 */
	public record Execution(@Nullable String group, @Nullable Duration timeout, boolean parallel) {

		static final Execution DEFAULTS = new Execution(null, null, true);

	}

	/**
	 * What the model gives, and what is called with it.
	 */
	public sealed interface Arguments permits Typed, Json {

	}

	/**
	 * Arguments that are bound to a type.
	 *
	 * @param type the type
	 * @param function is called with the bound arguments
	 */
	public record Typed(Class<?> type, Function<Object> function) implements Arguments {
	}

	/**
	 * Arguments that are not bound.
	 *
	 * @param schema the JSON Schema
	 * @param function is called with the JSON text
	 */
	public record Json(String schema, Function<String> function) implements Arguments {
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
