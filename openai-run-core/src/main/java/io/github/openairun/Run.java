package io.github.openairun;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * An immutable snapshot of one execution of an assistant on a thread.
 * <p>
 * A snapshot does not change; {@link RunOperations#refresh(Run)} fetches a newer one.
 * Times are those of the server, and absent where the server does not report them.
 * <p>
 * A run that waits for tool outputs continues with them:
 *
 * <pre class="code">
 * if (run.requiresAction()) {
 * 	Map&lt;String, Object&gt; outputs = new HashMap&lt;&gt;();
 * 	for (ToolCall call : run.toolCalls()) {
 * 		outputs.put(call.id(), answer(call.name(), call.arguments()));
 * 	}
 * 	run = runs.submitToolOutputs(run, outputs);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class Run implements Serializable {

	private static final long serialVersionUID = 1;

	private final RunBuilder fields;

	Run(RunBuilder builder) {
		this.fields = new RunBuilder(builder);
	}

	/**
	 * Begin a snapshot, as a gateway or a test does.
	 * @param id the run's id
	 * @param threadId the id of the thread that the run works on
	 * @return a builder
	 */
	public static RunBuilder builder(String id, String threadId) {
		return new RunBuilder(id, threadId);
	}

	/**
	 * Begin a snapshot that starts from this one.
	 * @return a builder that holds everything of this run
	 */
	public RunBuilder mutate() {
		return new RunBuilder(this.fields);
	}

	public String id() {
		return this.fields.id;
	}

	public String threadId() {
		return this.fields.threadId;
	}

	/**
	 * Return the server's name for the object behind this snapshot: {@code thread.run} or
	 * {@code response}.
	 * @return the object type
	 */
	public String object() {
		return this.fields.object;
	}

	/**
	 * Return the id or name of the assistant that runs.
	 * @return the assistant, or {@code null} if it is not known
	 */
	public @Nullable String assistant() {
		return this.fields.assistant;
	}

	public RunStatus status() {
		return this.fields.status;
	}

	/**
	 * Return the status in the server's own word, which is kept even when
	 * {@link #status()} is {@link RunStatus#UNKNOWN}.
	 * @return the status text
	 */
	public String statusText() {
		return this.fields.statusText;
	}

	/**
	 * Return whether the run waits for the application.
	 * @return whether the status is {@code requires_action}
	 */
	public boolean requiresAction() {
		return this.fields.status == RunStatus.REQUIRES_ACTION;
	}

	/**
	 * Return every call that the run waits for, in the order of the model: those whose
	 * outputs it needs, and {@linkplain ToolCall#remote() remote} ones that it needs an
	 * approval for.
	 * @return the pending calls, empty unless {@link #requiresAction()}
	 */
	public List<ToolCall> toolCalls() {
		return this.fields.toolCalls;
	}

	/**
	 * Return the type of an action that the run waits for and that neither tool outputs
	 * nor approvals can answer, such as {@code computer_call}.
	 * @return the type, or {@code null} if there is none
	 */
	public @Nullable String unsupportedAction() {
		return this.fields.unsupportedAction;
	}

	public Instant createdAt() {
		return this.fields.createdAt;
	}

	public @Nullable Instant startedAt() {
		return this.fields.startedAt;
	}

	/**
	 * Return when the server will expire the run, if the server reports a sensible time;
	 * wire {@code responses} has no expiry.
	 * @return the time, or {@code null}
	 */
	public @Nullable Instant expiresAt() {
		return this.fields.expiresAt;
	}

	public @Nullable Instant cancelledAt() {
		return this.fields.cancelledAt;
	}

	public @Nullable Instant failedAt() {
		return this.fields.failedAt;
	}

	public @Nullable Instant completedAt() {
		return this.fields.completedAt;
	}

	public @Nullable String model() {
		return this.fields.model;
	}

	public @Nullable String instructions() {
		return this.fields.instructions;
	}

	/**
	 * Return the functions that this run may call, as the server echoes them.
	 * @return the definitions
	 */
	public List<ToolDefinition> tools() {
		return this.fields.tools;
	}

	/**
	 * Return why the run failed.
	 * @return the error, or {@code null} if there is none
	 */
	public @Nullable RunError lastError() {
		return this.fields.lastError;
	}

	/**
	 * Return why the run is {@code incomplete}, such as {@code max_completion_tokens}.
	 * @return the reason, or {@code null}
	 */
	public @Nullable String incompleteReason() {
		return this.fields.incompleteReason;
	}

	/**
	 * Return the tokens used so far, as far as the server reports them.
	 * @return the usage, or {@code null} if it is not known (yet)
	 */
	public @Nullable RunUsage usage() {
		return this.fields.usage;
	}

	/**
	 * Return the application's metadata.
	 * @return the metadata, never with the keys that this library adds
	 */
	public Map<String, String> metadata() {
		return this.fields.metadata;
	}

	/**
	 * Return what the wire needs to continue this run without reading it again. The text
	 * is opaque: only the wire that wrote it understands it. Store it together with the
	 * run, and protect it like the messages, because it may repeat the instructions.
	 * @return the text, or {@code null} if the wire needs none
	 */
	public @Nullable String continuation() {
		return this.fields.continuation;
	}

	/**
	 * Return the pause that the server requests before the next poll
	 * ({@code openai-poll-after-ms}).
	 * @return the pause, or {@code null} if the server requests none
	 */
	public @Nullable Duration pollAfter() {
		return this.fields.pollAfter;
	}

	/**
	 * Return whether this snapshot was built from the thread's items because no link to
	 * the run's newest response was known; usage, times and errors of later responses are
	 * then unknown.
	 * @return whether the snapshot is reconstructed
	 */
	public boolean reconstructed() {
		return this.fields.reconstructed;
	}

	/**
	 * Names the run and its status, and leaves all content out.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("Run[id=").append(LogText.of(id()))
			.append(", threadId=")
			.append(LogText.of(threadId()))
			.append(", status=")
			.append(LogText.of(statusText()));
		if (assistant() != null) {
			text.append(", assistant=").append(LogText.of(assistant()));
		}
		if (!toolCalls().isEmpty()) {
			text.append(", toolCalls=").append(LogText.list(toolCalls().stream().map(ToolCall::name).toList()));
		}
		if (unsupportedAction() != null) {
			text.append(", unsupportedAction=").append(LogText.of(unsupportedAction()));
		}
		if (lastError() != null) {
			text.append(", lastError=").append(LogText.of(lastError().code()));
		}
		if (incompleteReason() != null) {
			text.append(", incompleteReason=").append(LogText.of(incompleteReason()));
		}
		return text.append(", createdAt=").append(createdAt()).append(']').toString();
	}

}
