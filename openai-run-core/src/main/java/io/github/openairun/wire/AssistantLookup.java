package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;

/**
 * Finds an assistant that the application defines.
 */
@FunctionalInterface
public interface AssistantLookup {

	/**
	 * Find an assistant.
	 * @param name its name
	 * @return the assistant, or {@code null} if the application defines none of that name
	 */
	@Nullable Assistant find(String name);

}
