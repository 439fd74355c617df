package io.github.openairun;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a thread: who said it, and what.
 *
 * @param id the server's id, {@code null} for a message that has not been sent
 * @param threadId the thread that it belongs to, {@code null} for a message that has not
 * been sent
 * @param runId the run that made it, or {@code null} if none did or the wire does not
 * tell
 * @param role {@link #USER} or {@link #ASSISTANT}; wire {@code responses} has others
 * @param content the parts, in order
 * @param createdAt when it was made, {@code null} where the wire does not tell
 * @param metadata the application's metadata; wire {@code responses} has none for
 * messages
 */
public record Message(@Nullable String id, @Nullable String threadId, @Nullable String runId, String role,
		List<ContentPart> content, @Nullable Instant createdAt, Map<String, String> metadata) implements Serializable {

	/** The role of the person, or of the application on the person's behalf. */
	public static final String USER = "user";

	/** The role of the model. */
	public static final String ASSISTANT = "assistant";

	public Message {
		Check.hasText(role, "role");
		content = List.copyOf(content);
		metadata = Map.copyOf(metadata);
	}

	/**
	 * Return a new message from the user.
	 * @param text what the user says
	 * @return the message
	 */
	public static Message user(String text) {
		return user(ContentPart.text(text));
	}

	/**
	 * Return a new message from the user, of several parts.
	 * @param content the parts, at least one
	 * @return the message
	 */
	public static Message user(ContentPart... content) {
		return of(USER, List.of(content));
	}

	/**
	 * Return a new message that puts words into the assistant's mouth, to begin a thread
	 * with history.
	 * @param text the assistant's words
	 * @return the message
	 */
	public static Message assistant(String text) {
		return of(ASSISTANT, List.of(ContentPart.text(text)));
	}

	private static Message of(String role, List<ContentPart> content) {
		Check.isTrue(!content.isEmpty(), "'content' must not be empty");
		return new Message(null, null, null, role, content, null, Map.of());
	}

	/**
	 * Return a copy with the given metadata.
	 * @param metadata up to 16 pairs, keys up to 64 and values up to 512 characters
	 * @return the copy
	 */
	public Message withMetadata(Map<String, String> metadata) {
		return new Message(this.id, this.threadId, this.runId, this.role, this.content, this.createdAt, metadata);
	}

	/**
	 * Return the text of all text parts, one after the other.
	 * @return the text, empty if there is no text part
	 */
	public String text() {
		return this.content.stream()
			.filter(ContentPart.Text.class::isInstance)
			.map(ContentPart.Text.class::cast)
			.map(ContentPart.Text::text)
			.collect(Collectors.joining());
	}

	/**
	 * Return the assistant's refusal to answer.
	 * @return the refusal, or {@code null} if there is none
	 */
	public @Nullable String refusal() {
		return this.content.stream()
			.filter(ContentPart.Refusal.class::isInstance)
			.map(ContentPart.Refusal.class::cast)
			.map(ContentPart.Refusal::refusal)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Names the message and the kinds of its parts, and leaves the content out.
	 */
	@Override
	public String toString() {
		return "Message[id=" + this.id + ", role=" + this.role + ", content=" + this.content + "]";
	}

}
