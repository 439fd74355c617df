package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolContext;

/**
 * Gives a handler's parameter a value that does not come from the model.
 */
@FunctionalInterface
interface Injection {

	/**
	 * Return the value.
	 * @param context what surrounds the call
	 * @return the value, or {@code null} if there is none and the parameter allows it
	 * @throws IllegalStateException if there is none and the parameter needs one
	 */
	@Nullable Object resolve(ToolContext context);

}
