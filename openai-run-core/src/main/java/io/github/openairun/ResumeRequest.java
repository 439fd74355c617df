package io.github.openairun;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The request to resume an existing run, with the context of the handlers, the tools, and
 * the limits that a {@link RunRequest} has.
 *
 * @since 0.1.0
 */
public final class ResumeRequest {

	private final String runId;

	private final String threadId;

	private final Map<String, Object> context;

	private final @Nullable List<String> tools;

	private final @Nullable RunLimits limits;

	private final List<ToolOutput> outputs;

	private ResumeRequest(Builder builder) {
		this.runId = builder.runId;
		this.threadId = builder.threadId;
		this.context = builder.context;
		this.tools = builder.tools;
		this.limits = builder.limits;
		this.outputs = builder.outputs;
	}

	/**
	 * Begin a request that resumes the given run.
	 * @param runId the run's id
	 * @param threadId the thread that it works on
	 * @return a builder
	 */
	public static Builder run(String runId, String threadId) {
		return new Builder(runId, threadId);
	}

	/**
	 * Begin a request that resumes the given run.
	 * @param run any snapshot of the run
	 * @return a builder
	 */
	public static Builder run(Run run) {
		Check.notNull(run, "run");
		return new Builder(run.id(), run.threadId());
	}

	public String runId() {
		return this.runId;
	}

	public String threadId() {
		return this.threadId;
	}

	/**
	 * Return the attributes that the tool handlers and an {@link ApiKeySupplier} receive.
	 * @return the attributes of each {@link ToolContext}, possibly empty
	 */
	public Map<String, Object> context() {
		return this.context;
	}

	/**
	 * Return the names of the tools that may be executed.
	 * @return the names, or {@code null} for those that the run had
	 */
	public @Nullable List<String> tools() {
		return this.tools;
	}

	/**
	 * Return the limits of the run loop.
	 * @return the limits, or {@code null} for the configured ones
	 */
	public @Nullable RunLimits limits() {
		return this.limits;
	}

	/**
	 * Return the outputs of calls that were executed before, whose handlers are not
	 * called again.
	 * @return the outputs, possibly empty
	 */
	public List<ToolOutput> outputs() {
		return this.outputs;
	}

	@Override
	public String toString() {
		return "ResumeRequest[runId=" + LogText.of(this.runId) + ", threadId=" + LogText.of(this.threadId) + "]";
	}

	/**
	 * Builds a {@link ResumeRequest}.
	 */
	public static final class Builder {

		private final String runId;

		private final String threadId;

		private Map<String, Object> context = Map.of();

		private @Nullable List<String> tools;

		private @Nullable RunLimits limits;

		private List<ToolOutput> outputs = List.of();

		private Builder(String runId, String threadId) {
			this.runId = Check.hasText(runId, "runId");
			this.threadId = Check.hasText(threadId, "threadId");
		}

		/**
		 * Set the attributes that the tool handlers and an {@link ApiKeySupplier}
		 * receive, such as the user on whose behalf the run was created. They are never
		 * sent to the server.
		 * @param context the attributes of each {@link ToolContext}; no {@code null}
		 * values
		 * @return this builder
		 */
		public Builder context(Map<String, ?> context) {
			this.context = Map.copyOf(Check.notNull(context, "context"));
			return this;
		}

		/**
		 * Restrict the tools that may be executed to those of the original request, which
		 * the server does not always return. Tools that the server does not report are
		 * refused nevertheless.
		 * @param tools the names, {@code group:<name>}, or {@code *}; none for no tools
		 * @return this builder
		 */
		public Builder tools(String... tools) {
			return tools(List.of(tools));
		}

		/**
		 * Restrict the tools that may be executed.
		 * @param tools the names, or {@code null} for those that the run had
		 * @return this builder
		 */
		public Builder tools(@Nullable List<String> tools) {
			this.tools = (tools != null) ? List.copyOf(tools) : null;
			return this;
		}

		/**
		 * Set the limits of the run loop.
		 * @param limits the limits, or {@code null} for the configured ones
		 * @return this builder
		 */
		public Builder limits(@Nullable RunLimits limits) {
			this.limits = limits;
			return this;
		}

		/**
		 * Set the outputs of calls that were executed before. If the run waits for these
		 * calls, their handlers are not called again; other outputs are ignored.
		 * @param outputs the outputs of some or all pending calls
		 * @return this builder
		 */
		public Builder outputs(List<ToolOutput> outputs) {
			this.outputs = List.copyOf(Check.notNull(outputs, "outputs"));
			return this;
		}

		public ResumeRequest build() {
			return new ResumeRequest(this);
		}

	}

}
