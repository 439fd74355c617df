package io.github.openairun.test;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutcome;

/**
 * The outcome of a tool call.
 *
 * @param tool the tool's name
 * @param arguments the arguments as they were given
 * @param output what the model reads
 * @param outcome whether the handler returned, and why not
 * @param definition what the model receives about the tool, or {@code null} if there is
 * no such tool
 * @since 0.1.0
 */
public record ToolTestResult(String tool, String arguments, String output, ToolOutcome outcome,
		@Nullable ToolDefinition definition) {

	/**
	 * Return the schema of the arguments.
	 * @return the JSON Schema
	 * @throws IllegalStateException if there is no such tool
	 */
	public String schema() {
		if (this.definition == null) {
			throw new IllegalStateException("There is no tool '" + this.tool + "'");
		}
		return this.definition.parameters();
	}

	@Override
	public String toString() {
		return this.tool + this.arguments + " -> " + this.outcome.text() + ": " + this.output;
	}

}
