package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolRegistration;

/**
 * A tool that can be called: a method of a bean or a registration.
 */
interface RegisteredTool {

	ToolDefinition definition();

	/** Return the settings of its execution. */
	ToolRegistration.Execution settings();

	/** Return the method or bean behind it, as a message names it. */
	String describe();

	/** Return whether there is no result, not even {@code null}. */
	boolean returnsNothing();

	/**
	 * Return the declared type of the results, or {@code null} if their class suffices.
	 */
	default @Nullable Type resultType() {
		return null;
	}

	/** Return whether the tool may give its output later. */
	default boolean isDeferred() {
		return false;
	}

	/**
	 * Bind and validate the arguments of a call without calling the tool.
	 * @param call the call
	 * @return the bound arguments by name
	 * @throws InvalidArgumentsException if the arguments do not fit
	 */
	Map<String, @Nullable Object> bind(ToolCall call);

	/**
	 * Call the tool.
	 * @param batch the batch that has the call
	 * @param call the call
	 * @return the result
	 * @throws InvalidArgumentsException if the arguments do not fit
	 * @throws Throwable the exception of the handler, possibly wrapped
	 */
	@Nullable Object invoke(ToolBatch batch, ToolCall call) throws Throwable;

}
