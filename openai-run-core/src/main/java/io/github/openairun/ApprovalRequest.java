package io.github.openairun;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call that is to be made, as a {@link ToolApprovalPolicy} sees it. Its arguments are
 * bound and valid.
 *
 * @param context the context of the call, with its run, the attributes of the request,
 * and the arguments as text
 * @param arguments the bound arguments by the names of the parameters; those of a
 * {@link ToolRegistration} are one value, {@code arguments}
 * @param group the group of the tool, or {@code null}
 * @param required whether the tool or the assistant requires an approval
 * @since 0.1.0
 */
public record ApprovalRequest(ToolContext context, Map<String, @Nullable Object> arguments, @Nullable String group,
		boolean required) {

	/**
	 * Return the name of the tool.
	 * @return the name
	 */
	public String tool() {
		return this.context.toolName();
	}

	/**
	 * Return one of the arguments.
	 * @param <T> the argument's type
	 * @param name the parameter's name
	 * @param type the parameter's type, a wrapper for a primitive one
	 * @return the argument, or {@code null} if it is not given
	 * @throws IllegalArgumentException if the argument is of another type
	 */
	public <T> @Nullable T argument(String name, Class<T> type) {
		Object value = this.arguments.get(name);
		Check.isTrue(value == null || type.isInstance(value),
				"The argument '" + name + "' is not of the type " + type.getName());
		return type.cast(value);
	}

	/**
	 * Names the call, and leaves the user's data out.
	 */
	@Override
	public String toString() {
		return "ApprovalRequest[context=" + this.context + ", required=" + this.required + "]";
	}

}
