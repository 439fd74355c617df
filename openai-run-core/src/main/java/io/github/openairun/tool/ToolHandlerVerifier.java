package io.github.openairun.tool;

import java.lang.reflect.Method;

import io.github.openairun.ToolRegistration;

/**
 * Verifies each {@link io.github.openairun.ToolHandler} method when the application
 * starts, in addition to the checks of all handlers. All beans of this type are asked.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolHandlerVerifier {

	/**
	 * Verify a handler.
	 * @param type the class of the bean
	 * @param method the method
	 * @param settings the settings of its execution
	 * @param place the method and its bean, as a message names them
	 * @throws ToolDeclarationException if the method cannot be a handler as it is
	 * declared
	 */
	void verify(Class<?> type, Method method, ToolRegistration.Execution settings, String place);

}
