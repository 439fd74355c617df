package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

/**
 * Validates bound arguments against the constraints of the application.
 */
@FunctionalInterface
interface ArgumentValidator {

	/** Nothing is demanded. */
	ArgumentValidator NONE = (bean, values) -> {
	};

	/**
	 * Check the values of all parameters.
	 * @param bean the bean whose method is about to be called
	 * @param values the values
	 * @throws InvalidArgumentsException if something is not as it must be
	 */
	void validate(Object bean, @Nullable Object[] values);

}
