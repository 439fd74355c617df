package io.github.openairun.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;
import io.github.openairun.ToolDefinition;

/**
 * Finds an assistant that the application defines.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AssistantLookup {

	/**
	 * Find an assistant.
	 * @param name its name
	 * @return the assistant, or {@code null} if the application defines none of that name
	 */
	@Nullable Assistant find(String name);

	/**
	 * Return the functions that an assistant is offered now.
	 * @param assistant the assistant
	 * @return the functions; empty if they are not known
	 */
	default List<ToolDefinition> tools(Assistant assistant) {
		return List.of();
	}

}
