package io.github.openairun;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * An entry of a thread, with its author and its content.
 *
 * @since 0.1.0
 */
public final class Message implements Serializable {

	/** The role of the person, or of the application on the person's behalf. */
	public static final String USER = "user";

	/** The role of the model. */
	public static final String ASSISTANT = "assistant";

	private static final long serialVersionUID = 1;

	private final @Nullable String id;

	private final @Nullable String threadId;

	private final @Nullable String runId;

	private final String role;

	private final List<ContentPart> content;

	private final @Nullable Instant createdAt;

	private final Map<String, String> metadata;

	private Message(Builder builder) {
		this.id = builder.id;
		this.threadId = builder.threadId;
		this.runId = builder.runId;
		this.role = builder.role;
		this.content = builder.content;
		this.createdAt = builder.createdAt;
		this.metadata = builder.metadata;
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
		return builder(role).content(content).build();
	}

	/**
	 * Begin a message.
	 * @param role the role, such as {@link #USER} or {@link #ASSISTANT}; on wire {@code
	 * responses} there are others
	 * @return a builder
	 */
	public static Builder builder(String role) {
		return new Builder(role);
	}

	/**
	 * Return a builder that starts with the values of this message.
	 * @return a builder
	 */
	public Builder mutate() {
		Builder builder = new Builder(this.role);
		builder.id = this.id;
		builder.threadId = this.threadId;
		builder.runId = this.runId;
		builder.content = this.content;
		builder.createdAt = this.createdAt;
		builder.metadata = this.metadata;
		return builder;
	}

	/**
	 * Return the server's id of the message.
	 * @return the server's id of the message, or {@code null} for a message that has not
	 * been sent
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * Return the id of its thread.
	 * @return the id of its thread, or {@code null} for a message that has not been sent
	 */
	public @Nullable String threadId() {
		return this.threadId;
	}

	/**
	 * Return the id of the run that wrote it.
	 * @return the id of the run that wrote it, or {@code null} if no run did or the wire
	 * does not report it
	 */
	public @Nullable String runId() {
		return this.runId;
	}

	/**
	 * Return the role.
	 * @return the role, such as {@link #USER} or {@link #ASSISTANT}; on wire {@code
	 * responses} there are others
	 */
	public String role() {
		return this.role;
	}

	/**
	 * Return the parts, in order.
	 * @return the parts, in order
	 */
	public List<ContentPart> content() {
		return this.content;
	}

	/**
	 * Return the time at which it was created.
	 * @return the time at which it was created, or {@code null} if the wire does not
	 * report it
	 */
	public @Nullable Instant createdAt() {
		return this.createdAt;
	}

	/**
	 * Return the application's metadata.
	 * @return the application's metadata; wire {@code responses} has none for messages
	 */
	public Map<String, String> metadata() {
		return this.metadata;
	}

	/**
	 * Return a copy with the given metadata.
	 * @param metadata up to 16 pairs, keys up to 64 and values up to 512 characters
	 * @return the copy
	 */
	public Message withMetadata(Map<String, String> metadata) {
		return mutate().metadata(metadata).build();
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

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Message that && values().equals(that.values()));
	}

	@Override
	public int hashCode() {
		return values().hashCode();
	}

	private List<@Nullable Object> values() {
		return Arrays.asList(this.id, this.threadId, this.runId, this.role, this.content, this.createdAt,
				this.metadata);
	}

	/**
	 * Names the message and the kinds of its parts, and leaves the content out.
	 */
	@Override
	public String toString() {
		return "Message[id=" + LogText.of(this.id) + ", role=" + LogText.of(this.role) + ", content=" + this.content
				+ "]";
	}

	/**
	 * Builds a {@link Message}.
	 */
	public static final class Builder {

		private final String role;

		private @Nullable String id;

		private @Nullable String threadId;

		private @Nullable String runId;

		private List<ContentPart> content = List.of();

		private @Nullable Instant createdAt;

		private Map<String, String> metadata = Map.of();

		private Builder(String role) {
			this.role = Check.hasText(role, "role");
		}

		public Builder id(@Nullable String id) {
			this.id = id;
			return this;
		}

		public Builder threadId(@Nullable String threadId) {
			this.threadId = threadId;
			return this;
		}

		public Builder runId(@Nullable String runId) {
			this.runId = runId;
			return this;
		}

		public Builder content(List<ContentPart> content) {
			this.content = List.copyOf(content);
			return this;
		}

		public Builder createdAt(@Nullable Instant createdAt) {
			this.createdAt = createdAt;
			return this;
		}

		public Builder metadata(Map<String, String> metadata) {
			this.metadata = Map.copyOf(metadata);
			return this;
		}

		public Message build() {
			return new Message(this);
		}

	}

}
