package io.github.openairun;

import java.time.Instant;
import java.util.Map;

/**
 * A conversation that runs work on: a thread on wire {@code assistants}, a conversation
 * on wire {@code responses}.
 *
 * @param id the id, {@code thread_…} or {@code conv_…}
 * @param object the server's name for the object, {@code thread} or {@code conversation}
 * @param createdAt when it was made
 * @param metadata the application's metadata
 * @since 0.1.0
 */
public record AssistantThread(String id, String object, Instant createdAt, Map<String, String> metadata) {

	public AssistantThread {
		Check.hasText(id, "id");
		Check.notNull(object, "object");
		Check.notNull(createdAt, "createdAt");
		metadata = Map.copyOf(metadata);
	}

}
