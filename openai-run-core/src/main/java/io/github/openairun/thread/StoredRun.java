package io.github.openairun.thread;

import java.time.Instant;

import org.springframework.util.Assert;

/**
 * A run as a {@link ThreadStore} holds it, in addition to the items of its thread.
 *
 * @param id the id
 * @param threadId the thread
 * @param createdAt when the run was created
 * @param status the status, such as {@code requires_action}
 * @param state everything else as a JSON object. The text is opaque to the store; protect
 * it like the items, because it contains instructions
 * @since 0.1.0
 */
public record StoredRun(String id, String threadId, Instant createdAt, String status, String state) {

	public StoredRun {
		Assert.hasText(id, "'id' must not be empty");
		Assert.hasText(threadId, "'threadId' must not be empty");
		Assert.notNull(createdAt, "'createdAt' must not be null");
		Assert.notNull(status, "'status' must not be null");
		Assert.notNull(state, "'state' must not be null");
	}

	/**
	 * Names the run, and leaves the content out.
	 */
	@Override
	public String toString() {
		return "StoredRun[id=" + this.id + ", threadId=" + this.threadId + ", status=" + this.status + "]";
	}

}
