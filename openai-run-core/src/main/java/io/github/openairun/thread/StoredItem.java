package io.github.openairun.thread;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * An item of a thread: a message, a call, an output, or whatever else a server writes.
 *
 * @param id the id, unique within the thread
 * @param type the type of the item in the Responses API, such as {@code message}
 * @param role the role of a message, {@code null} for other items
 * @param callId the id that a call and its output share, {@code null} for other items; it
 * is unique only within one response
 * @param json the item as a JSON object, as the application or the server wrote it
 * @param input the JSON object that represents the item in a request; {@code null} if
 * servers do not receive it again
 * @param runId the run that added the item, or {@code null} if none did
 * @param output whether the server wrote the item
 * @param createdAt when the item was added
 * @since 0.1.0
 */
public record StoredItem(String id, String type, @Nullable String role, @Nullable String callId, String json,
		@Nullable String input, @Nullable String runId, boolean output, Instant createdAt) {

	public StoredItem {
		Assert.hasText(id, "'id' must not be empty");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(json, "'json' must not be null");
		Assert.notNull(createdAt, "'createdAt' must not be null");
	}

	/**
	 * Names the item, and leaves the content out.
	 */
	@Override
	public String toString() {
		return "StoredItem[id=" + this.id + ", type=" + this.type + ", runId=" + this.runId + "]";
	}

}
