package io.github.openairun.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolDefinition;

/**
 * The tools that the application has handlers for.
 * <p>
 * They are known once all singletons of the application context exist; earlier use is
 * refused with an {@link IllegalStateException}.
 *
 * @since 0.1.0
 */
public interface ToolRegistry {

	/**
	 * Return all tools.
	 * @return the definitions in the order of their names
	 */
	List<ToolDefinition> definitions();

	/**
	 * Return the tool with the given name.
	 * @param name the name
	 * @return the definition, or {@code null} if there is no such tool
	 */
	@Nullable ToolDefinition find(String name);

	/**
	 * Return whether calls of a tool may wait: it requires an approval, or gives its
	 * output later.
	 * @param name the tool's name
	 * @return whether they may wait
	 */
	default boolean mayWait(String name) {
		return false;
	}

	/**
	 * Return the tools of a group.
	 * @param group the group's name, as {@link io.github.openairun.ToolHandler#group()}
	 * has it
	 * @return the definitions in the order of their names, empty if there is no such
	 * group
	 */
	default List<ToolDefinition> group(String group) {
		return List.of();
	}

}
