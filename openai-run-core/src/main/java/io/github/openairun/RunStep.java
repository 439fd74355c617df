package io.github.openairun;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * One step that a run has taken: a message it wrote, or the tools it called together.
 *
 * @since 0.1.0
 */
public final class RunStep {

	/** The type of a step in which a message was written. */
	public static final String MESSAGE_CREATION = "message_creation";

	/** The type of a step in which tools were called. */
	public static final String TOOL_CALLS = "tool_calls";

	private final String id;

	private final String runId;

	private final String threadId;

	private final String type;

	private final String status;

	private final @Nullable String messageId;

	private final List<Call> toolCalls;

	private final @Nullable Instant createdAt;

	private final @Nullable Instant completedAt;

	private final @Nullable RunError lastError;

	private final @Nullable RunUsage usage;

	private final @Nullable String json;

	private RunStep(Builder builder) {
		this.id = builder.id;
		this.runId = builder.runId;
		this.threadId = builder.threadId;
		this.type = builder.type;
		this.status = builder.status;
		this.messageId = builder.messageId;
		this.toolCalls = builder.toolCalls;
		this.createdAt = builder.createdAt;
		this.completedAt = builder.completedAt;
		this.lastError = builder.lastError;
		this.usage = builder.usage;
		this.json = builder.json;
	}

	/**
	 * Begin a step.
	 * @param id the id of the step; on wire {@code responses} it is derived from the id
	 * of the response
	 * @param runId the id of the run
	 * @param threadId the id of the thread
	 * @return a builder
	 */
	public static Builder builder(String id, String runId, String threadId) {
		return new Builder(id, runId, threadId);
	}

	/**
	 * Return a builder that starts with the values of this step.
	 * @return a builder
	 */
	public Builder mutate() {
		Builder builder = new Builder(this.id, this.runId, this.threadId);
		builder.type = this.type;
		builder.status = this.status;
		builder.messageId = this.messageId;
		builder.toolCalls = this.toolCalls;
		builder.createdAt = this.createdAt;
		builder.completedAt = this.completedAt;
		builder.lastError = this.lastError;
		builder.usage = this.usage;
		builder.json = this.json;
		return builder;
	}

	/**
	 * Return the id of the step.
	 * @return the id of the step; on wire {@code responses} it is derived from the id of
	 * the response
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the id of the run.
	 * @return the id of the run
	 */
	public String runId() {
		return this.runId;
	}

	/**
	 * Return the id of the thread.
	 * @return the id of the thread
	 */
	public String threadId() {
		return this.threadId;
	}

	/**
	 * Return the type.
	 * @return the type, {@code message_creation}, {@code tool_calls}, or another type of
	 * the server
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Return the status of the step in the server's word.
	 * @return the status of the step in the server's word
	 */
	public String status() {
		return this.status;
	}

	/**
	 * Return the id of the message that was written.
	 * @return the id of the message that was written, or {@code null}
	 */
	public @Nullable String messageId() {
		return this.messageId;
	}

	/**
	 * Return the calls that were made, in order.
	 * @return the calls that were made, in order
	 */
	public List<Call> toolCalls() {
		return this.toolCalls;
	}

	/**
	 * Return the time at which the step began.
	 * @return the time at which the step began, or {@code null} if the wire does not
	 * report it
	 */
	public @Nullable Instant createdAt() {
		return this.createdAt;
	}

	/**
	 * Return the time at which the step ended.
	 * @return the time at which the step ended, or {@code null}
	 */
	public @Nullable Instant completedAt() {
		return this.completedAt;
	}

	/**
	 * Return the error that ended the step.
	 * @return the error that ended the step, or {@code null}
	 */
	public @Nullable RunError lastError() {
		return this.lastError;
	}

	/**
	 * Return the tokens of this step.
	 * @return the tokens of this step, or {@code null} if the wire does not report them
	 */
	public @Nullable RunUsage usage() {
		return this.usage;
	}

	/**
	 * Return the details of the step as the server sent them, as JSON text.
	 * @return the details of the step as the server sent them, as JSON text, or
	 * {@code null} if its type is one that this version knows
	 */
	public @Nullable String json() {
		return this.json;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof RunStep that && values().equals(that.values()));
	}

	@Override
	public int hashCode() {
		return values().hashCode();
	}

	private List<@Nullable Object> values() {
		return Arrays.asList(this.id, this.runId, this.threadId, this.type, this.status, this.messageId, this.toolCalls,
				this.createdAt, this.completedAt, this.lastError, this.usage, this.json);
	}

	@Override
	public String toString() {
		return "RunStep[id=" + LogText.of(this.id) + ", runId=" + LogText.of(this.runId) + ", threadId="
				+ LogText.of(this.threadId) + ", type=" + LogText.of(this.type) + ", status=" + LogText.of(this.status)
				+ ", messageId=" + LogText.of(this.messageId) + ", toolCalls=" + this.toolCalls + ", createdAt="
				+ this.createdAt + ", completedAt=" + this.completedAt + ", lastError=" + this.lastError + ", usage="
				+ this.usage + "]";
	}

	/**
	 * Builds a {@link RunStep}.
	 */
	public static final class Builder {

		private final String id;

		private final String runId;

		private final String threadId;

		private String type = "unknown";

		private String status = "unknown";

		private @Nullable String messageId;

		private List<Call> toolCalls = List.of();

		private @Nullable Instant createdAt;

		private @Nullable Instant completedAt;

		private @Nullable RunError lastError;

		private @Nullable RunUsage usage;

		private @Nullable String json;

		private Builder(String id, String runId, String threadId) {
			this.id = Check.notNull(id, "id");
			this.runId = Check.notNull(runId, "runId");
			this.threadId = Check.notNull(threadId, "threadId");
		}

		public Builder type(String type) {
			this.type = Check.notNull(type, "type");
			return this;
		}

		public Builder status(String status) {
			this.status = Check.notNull(status, "status");
			return this;
		}

		public Builder messageId(@Nullable String messageId) {
			this.messageId = messageId;
			return this;
		}

		public Builder toolCalls(List<Call> toolCalls) {
			this.toolCalls = List.copyOf(toolCalls);
			return this;
		}

		public Builder createdAt(@Nullable Instant createdAt) {
			this.createdAt = createdAt;
			return this;
		}

		public Builder completedAt(@Nullable Instant completedAt) {
			this.completedAt = completedAt;
			return this;
		}

		public Builder lastError(@Nullable RunError lastError) {
			this.lastError = lastError;
			return this;
		}

		public Builder usage(@Nullable RunUsage usage) {
			this.usage = usage;
			return this;
		}

		public Builder json(@Nullable String json) {
			this.json = json;
			return this;
		}

		public RunStep build() {
			return new RunStep(this);
		}

	}

	/**
	 * A tool call of a step, of a function or of a built-in tool of the server.
	 */
	public static final class Call {

		private final String id;

		private final String type;

		private final @Nullable String name;

		private final @Nullable String arguments;

		private final @Nullable String output;

		private final @Nullable String json;

		private final @Nullable CallDecision decision;

		private Call(Builder builder) {
			this.id = builder.id;
			this.type = builder.type;
			this.name = builder.name;
			this.arguments = builder.arguments;
			this.output = builder.output;
			this.json = builder.json;
			this.decision = builder.decision;
		}

		/**
		 * Begin a call.
		 * @param id the id of the call
		 * @param type the type of the call, such as {@code function},
		 * {@code file_search}, {@code code_interpreter}, or another type of the server
		 * @return a builder
		 */
		public static Builder builder(String id, String type) {
			return new Builder(id, type);
		}

		/**
		 * Return a builder that starts with the values of this call.
		 * @return a builder
		 */
		public Builder mutate() {
			Builder builder = new Builder(this.id, this.type);
			builder.name = this.name;
			builder.arguments = this.arguments;
			builder.output = this.output;
			builder.json = this.json;
			builder.decision = this.decision;
			return builder;
		}

		/**
		 * Return what was decided about the call while it waited.
		 * @return the decision, or {@code null} if none is known
		 */
		public @Nullable CallDecision decision() {
			return this.decision;
		}

		/**
		 * Return the id of the call.
		 * @return the id of the call
		 */
		public String id() {
			return this.id;
		}

		/**
		 * Return the type of the call.
		 * @return the type of the call, such as {@code function}, {@code file_search},
		 * {@code
		 * code_interpreter}, or another type of the server
		 */
		public String type() {
			return this.type;
		}

		/**
		 * Return the name of the function.
		 * @return the name of the function, {@code null} for most other types
		 */
		public @Nullable String name() {
			return this.name;
		}

		/**
		 * Return the arguments of the function as JSON text.
		 * @return the arguments of the function as JSON text, {@code null} for most other
		 * types
		 */
		public @Nullable String arguments() {
			return this.arguments;
		}

		/**
		 * Return the output of the call.
		 * @return the output of the call, {@code null} if there is none or the wire does
		 * not report it
		 */
		public @Nullable String output() {
			return this.output;
		}

		/**
		 * Return the call as the server sent it, as JSON text.
		 * @return the call as the server sent it, as JSON text, {@code null} for
		 * functions
		 */
		public @Nullable String json() {
			return this.json;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other || (other instanceof Call that && values().equals(that.values()));
		}

		@Override
		public int hashCode() {
			return values().hashCode();
		}

		private List<@Nullable Object> values() {
			return Arrays.asList(this.id, this.type, this.name, this.arguments, this.output, this.json, this.decision);
		}

		/**
		 * Leaves arguments and output out: they are the user's data.
		 */
		@Override
		public String toString() {
			return "Call[id=" + LogText.of(this.id) + ", type=" + LogText.of(this.type) + ", name="
					+ LogText.of(this.name) + "]";
		}

		/**
		 * Builds a {@link Call}.
		 */
		public static final class Builder {

			private final String id;

			private final String type;

			private @Nullable String name;

			private @Nullable String arguments;

			private @Nullable String output;

			private @Nullable String json;

			private @Nullable CallDecision decision;

			private Builder(String id, String type) {
				this.id = Check.notNull(id, "id");
				this.type = Check.notNull(type, "type");
			}

			public Builder name(@Nullable String name) {
				this.name = name;
				return this;
			}

			public Builder arguments(@Nullable String arguments) {
				this.arguments = arguments;
				return this;
			}

			public Builder output(@Nullable String output) {
				this.output = output;
				return this;
			}

			public Builder json(@Nullable String json) {
				this.json = json;
				return this;
			}

			public Builder decision(@Nullable CallDecision decision) {
				this.decision = decision;
				return this;
			}

			public Call build() {
				return new Call(this);
			}

		}

	}

}
