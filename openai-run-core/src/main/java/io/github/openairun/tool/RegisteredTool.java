package io.github.openairun.tool;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolRegistration;

/**
 * A tool that can be called, whatever it is made of.
 */
interface RegisteredTool {

	ToolDefinition definition();

	/** How it is offered and executed. */
	ToolRegistration.Execution settings();

	/** What it is made of, as a message names it. */
	String describe();

	/** Whether there is no result, not even {@code null}. */
	boolean returnsNothing();

	/** What is known of results beyond their class, or {@code null} if nothing is. */
	default @Nullable Type resultType() {
		return null;
	}

	/**
	 * Call the tool.
	 * @param batch the batch that has the call
	 * @param call the call
	 * @return the result
	 * @throws InvalidArgumentsException if the arguments do not fit
	 * @throws Throwable what the handler threw, possibly wrapped
	 */
	@Nullable Object invoke(ToolBatch batch, ToolCall call) throws Throwable;

}
