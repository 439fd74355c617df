package io.github.openairun.wire;

import io.github.openairun.Assistant;
import org.jspecify.annotations.Nullable;

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
