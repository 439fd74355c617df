package io.github.openairun;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The request to create a run; settings that are not set come from the assistant.
 *
 * <pre class="code">
 * RunRequest request = RunRequest.assistant("support")
 * 	.thread(threadId)
 * 	.message("Where is order 17?")
 * 	.tools("findOrder")
 * 	.context(Map.of("tenant", "acme"))
 * 	.build();
 * </pre>
 *
 * @since 0.1.0
 */
public final class RunRequest {

	private final Builder fields;

	private RunRequest(Builder builder) {
		this.fields = new Builder(builder);
	}

	/**
	 * Begin a request for a run of the given assistant.
	 * @param assistant the name of a configured assistant, or on wire {@code assistants}
	 * the id of one on the server
	 * @return a builder
	 */
	public static Builder assistant(String assistant) {
		return new Builder(assistant);
	}

	/**
	 * Begin a request that starts from this one.
	 * @return a builder that holds everything of this request
	 */
	public Builder mutate() {
		return new Builder(this.fields);
	}

	public String assistant() {
		return this.fields.assistant;
	}

	/**
	 * Return the thread to work on.
	 * @return the thread's id, or {@code null} to create a thread
	 */
	public @Nullable String threadId() {
		return this.fields.threadId;
	}

	public List<Message> messages() {
		return this.fields.messages;
	}

	public ModelSettings settings() {
		return this.fields.settings;
	}

	/**
	 * Return the instructions that replace the assistant's.
	 * @return the instructions, or {@code null} for the assistant's
	 */
	public @Nullable String instructions() {
		return this.fields.instructions;
	}

	public @Nullable String additionalInstructions() {
		return this.fields.additionalInstructions;
	}

	/**
	 * Return the names of the tools that the run may call.
	 * @return the names, or {@code null} for the assistant's
	 */
	public @Nullable List<String> tools() {
		return this.fields.tools;
	}

	public @Nullable ToolChoice toolChoice() {
		return this.fields.toolChoice;
	}

	public @Nullable Boolean parallelToolCalls() {
		return this.fields.parallelToolCalls;
	}

	public @Nullable Integer maxPromptTokens() {
		return this.fields.maxPromptTokens;
	}

	public Map<String, String> metadata() {
		return this.fields.metadata;
	}

	public Map<String, @Nullable Object> extraBody() {
		return this.fields.extraBody;
	}

	/**
	 * Return the attributes that the tool handlers receive besides the model's arguments.
	 * @return the attributes of each {@link ToolContext}, possibly empty
	 */
	public Map<String, Object> context() {
		return this.fields.context;
	}

	/**
	 * Return the limits of the execution.
	 * @return the limits, or {@code null} for the configured ones
	 */
	public @Nullable RunLimits limits() {
		return this.fields.limits;
	}

	/**
	 * Names assistant and thread, and leaves the content out.
	 */
	@Override
	public String toString() {
		return "RunRequest[assistant=" + assistant() + ", threadId=" + threadId() + ", messages=" + messages().size()
				+ "]";
	}

	/**
	 * Builds a {@link RunRequest}.
	 */
	public static final class Builder extends SettingsBuilder<Builder> {

		private final String assistant;

		private List<Message> messages = List.of();

		private Map<String, @Nullable Object> extraBody = Map.of();

		private Map<String, Object> context = Map.of();

		private @Nullable String threadId;

		private @Nullable String additionalInstructions;

		private @Nullable ToolChoice toolChoice;

		private @Nullable Boolean parallelToolCalls;

		private @Nullable Integer maxPromptTokens;

		private @Nullable RunLimits limits;

		private Builder(String assistant) {
			this.assistant = Check.hasText(assistant, "assistant");
		}

		private Builder(Builder other) {
			this.assistant = other.assistant;
			this.messages = other.messages;
			this.extraBody = other.extraBody;
			this.context = other.context;
			this.threadId = other.threadId;
			this.additionalInstructions = other.additionalInstructions;
			this.toolChoice = other.toolChoice;
			this.parallelToolCalls = other.parallelToolCalls;
			this.maxPromptTokens = other.maxPromptTokens;
			this.limits = other.limits;
			this.settings = other.settings;
			this.instructions = other.instructions;
			this.tools = other.tools;
			this.metadata = other.metadata;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set the thread to work on.
		 * @param threadId the thread's id, or {@code null} to create a thread
		 * @return this builder
		 */
		public Builder thread(@Nullable String threadId) {
			this.threadId = threadId;
			return this;
		}

		/**
		 * Add a message of the user that begins the run.
		 * @param text the text of the user
		 * @return this builder
		 */
		public Builder message(String text) {
			return message(Message.user(text));
		}

		/**
		 * Add a message that begins the run.
		 * @param message the message
		 * @return this builder
		 */
		public Builder message(Message message) {
			List<Message> all = new ArrayList<>(this.messages);
			all.add(Check.notNull(message, "message"));
			this.messages = List.copyOf(all);
			return this;
		}

		/**
		 * Set the messages that begin the run, instead of those that were added before.
		 * @param messages the messages, oldest first
		 * @return this builder
		 */
		public Builder messages(List<Message> messages) {
			this.messages = List.copyOf(messages);
			return this;
		}

		/**
		 * Set instructions that are added to the assistant's.
		 * @param additionalInstructions the instructions, or {@code null} for none
		 * @return this builder
		 */
		public Builder additionalInstructions(@Nullable String additionalInstructions) {
			this.additionalInstructions = additionalInstructions;
			return this;
		}

		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * Set whether the model may request several tool calls at once.
		 * @param parallelToolCalls whether it may, or {@code null} for the server's
		 * default
		 * @return this builder
		 */
		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			this.parallelToolCalls = parallelToolCalls;
			return this;
		}

		/**
		 * Set the most tokens that the run may read, over all its rounds; only on wire
		 * {@code assistants}.
		 * @param maxPromptTokens the number of tokens, at least 256, or {@code null}
		 * @return this builder
		 */
		public Builder maxPromptTokens(@Nullable Integer maxPromptTokens) {
			this.maxPromptTokens = maxPromptTokens;
			return this;
		}

		/**
		 * Add a property to the body of the request that creates the run, for what this
		 * class has no method for. It takes precedence over what this library sends under
		 * that name.
		 * @param name the property's name in the API, such as {@code service_tier}
		 * @param value anything that JSON can express
		 * @return this builder
		 */
		public Builder extraBody(String name, @Nullable Object value) {
			Map<String, @Nullable Object> all = new LinkedHashMap<>(this.extraBody);
			all.put(Check.hasText(name, "name"), value);
			this.extraBody = Collections.unmodifiableMap(all);
			return this;
		}

		/**
		 * Set the attributes that the tool handlers receive besides the model's
		 * arguments, such as the user on whose behalf the run is made. It is never sent
		 * to the server.
		 * @param context the attributes of each {@link ToolContext}; no {@code null}
		 * values
		 * @return this builder
		 */
		public Builder context(Map<String, ?> context) {
			this.context = Map.copyOf(Check.notNull(context, "context"));
			return this;
		}

		/**
		 * Set the limits of the execution.
		 * @param limits the limits, or {@code null} for the configured ones
		 * @return this builder
		 */
		public Builder limits(@Nullable RunLimits limits) {
			this.limits = limits;
			return this;
		}

		public RunRequest build() {
			return new RunRequest(this);
		}

	}

}
