package io.github.openairun;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * Builds a {@link Run}. It is serializable because the snapshot keeps its values in one.
 *
 * @since 0.1.0
 */
public final class RunBuilder implements Serializable {

	private static final long serialVersionUID = 1;

	final String id;

	final String threadId;

	String object = "thread.run";

	RunStatus status = RunStatus.UNKNOWN;

	String statusText = RunStatus.UNKNOWN.text();

	Instant createdAt = Instant.EPOCH;

	List<ToolCall> toolCalls = List.of();

	List<ToolDefinition> tools = List.of();

	Map<String, String> metadata = Map.of();

	boolean reconstructed;

	@Nullable String assistant;

	@Nullable Instant startedAt;

	@Nullable Instant expiresAt;

	@Nullable Instant cancelledAt;

	@Nullable Instant failedAt;

	@Nullable Instant completedAt;

	@Nullable String model;

	@Nullable String instructions;

	@Nullable String unsupportedAction;

	@Nullable RunError lastError;

	@Nullable String incompleteReason;

	@Nullable RunUsage usage;

	@Nullable String continuation;

	@Nullable Duration pollAfter;

	RunBuilder(String id, String threadId) {
		this.id = Check.hasText(id, "id");
		this.threadId = Check.hasText(threadId, "threadId");
	}

	RunBuilder(RunBuilder other) {
		this.id = other.id;
		this.threadId = other.threadId;
		this.object = other.object;
		this.status = other.status;
		this.statusText = other.statusText;
		this.createdAt = other.createdAt;
		this.toolCalls = other.toolCalls;
		this.tools = other.tools;
		this.metadata = other.metadata;
		this.reconstructed = other.reconstructed;
		this.assistant = other.assistant;
		this.startedAt = other.startedAt;
		this.expiresAt = other.expiresAt;
		this.cancelledAt = other.cancelledAt;
		this.failedAt = other.failedAt;
		this.completedAt = other.completedAt;
		this.model = other.model;
		this.instructions = other.instructions;
		this.unsupportedAction = other.unsupportedAction;
		this.lastError = other.lastError;
		this.incompleteReason = other.incompleteReason;
		this.usage = other.usage;
		this.continuation = other.continuation;
		this.pollAfter = other.pollAfter;
	}

	public RunBuilder object(String object) {
		this.object = object;
		return this;
	}

	public RunBuilder status(RunStatus status) {
		this.status = status;
		this.statusText = status.text();
		return this;
	}

	/**
	 * Set the status by the server's word for it, known or not.
	 * @param statusText the server's word
	 * @return this builder
	 */
	public RunBuilder status(String statusText) {
		this.status = RunStatus.of(statusText);
		this.statusText = statusText;
		return this;
	}

	public RunBuilder createdAt(Instant createdAt) {
		this.createdAt = createdAt;
		return this;
	}

	public RunBuilder toolCalls(List<ToolCall> toolCalls) {
		this.toolCalls = List.copyOf(toolCalls);
		return this;
	}

	public RunBuilder tools(List<ToolDefinition> tools) {
		this.tools = List.copyOf(tools);
		return this;
	}

	public RunBuilder metadata(Map<String, String> metadata) {
		this.metadata = Map.copyOf(metadata);
		return this;
	}

	public RunBuilder reconstructed(boolean reconstructed) {
		this.reconstructed = reconstructed;
		return this;
	}

	public RunBuilder assistant(@Nullable String assistant) {
		this.assistant = assistant;
		return this;
	}

	public RunBuilder startedAt(@Nullable Instant startedAt) {
		this.startedAt = startedAt;
		return this;
	}

	public RunBuilder expiresAt(@Nullable Instant expiresAt) {
		this.expiresAt = expiresAt;
		return this;
	}

	public RunBuilder cancelledAt(@Nullable Instant cancelledAt) {
		this.cancelledAt = cancelledAt;
		return this;
	}

	public RunBuilder failedAt(@Nullable Instant failedAt) {
		this.failedAt = failedAt;
		return this;
	}

	public RunBuilder completedAt(@Nullable Instant completedAt) {
		this.completedAt = completedAt;
		return this;
	}

	public RunBuilder model(@Nullable String model) {
		this.model = model;
		return this;
	}

	public RunBuilder instructions(@Nullable String instructions) {
		this.instructions = instructions;
		return this;
	}

	public RunBuilder unsupportedAction(@Nullable String unsupportedAction) {
		this.unsupportedAction = unsupportedAction;
		return this;
	}

	public RunBuilder lastError(@Nullable RunError lastError) {
		this.lastError = lastError;
		return this;
	}

	public RunBuilder incompleteReason(@Nullable String incompleteReason) {
		this.incompleteReason = incompleteReason;
		return this;
	}

	public RunBuilder usage(@Nullable RunUsage usage) {
		this.usage = usage;
		return this;
	}

	public RunBuilder continuation(@Nullable String continuation) {
		this.continuation = continuation;
		return this;
	}

	public RunBuilder pollAfter(@Nullable Duration pollAfter) {
		this.pollAfter = pollAfter;
		return this;
	}

	/**
	 * Return the snapshot.
	 * @return the run
	 * @throws IllegalStateException if there are pending calls in a status other than
	 * {@code requires_action}
	 */
	public Run build() {
		if (!this.toolCalls.isEmpty() && this.status != RunStatus.REQUIRES_ACTION) {
			throw new IllegalStateException("Run '%s' has pending tool calls, but its status is '%s'"
				.formatted(LogText.of(this.id), LogText.of(this.statusText)));
		}
		return new Run(this);
	}

}
