package io.github.openairun.thread;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A thread as a {@link ThreadStore} holds it.
 *
 * @param id the id
 * @param createdAt when it was created
 * @param metadata the application's metadata
 * @param activeRunId the run that works on the thread or waits for tool outputs, or
 * {@code null} if there is none
 * @param version increases with every {@link ThreadUpdate}
 * @since 0.1.0
 */
public record StoredThread(String id, Instant createdAt, Map<String, String> metadata, @Nullable String activeRunId,
		long version) {

	public StoredThread {
		Assert.hasText(id, "'id' must not be empty");
		Assert.notNull(createdAt, "'createdAt' must not be null");
		metadata = Map.copyOf(metadata);
	}

	/**
	 * Create a thread that no run works on.
	 * @param id the id
	 * @param createdAt when it is created
	 * @param metadata the application's metadata
	 */
	public StoredThread(String id, Instant createdAt, Map<String, String> metadata) {
		this(id, createdAt, metadata, null, 0);
	}

}
