package io.github.openairun;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * A tool call that waits for a person or for another system.
 *
 * @param id the unguessable id of the wait, which is not the id of the call
 * @param kind what the call waits for
 * @param runId the run that made the call
 * @param threadId the thread that the run works on
 * @param assistant the id or name of the assistant, or {@code null} if it is not known
 * @param call the call with the exact arguments of the model
 * @param reason why a {@link ToolApprovalPolicy} asks, for the person; {@code null} for
 * no reason
 * @param since when the call began to wait
 * @param expiresAt when the call stops waiting without a decision, or {@code null} for
 * never
 * @param context those attributes of the request's context that are texts, such as the
 * tenant
 * @since 0.1.0
 */
public record PendingCall(String id, Kind kind, String runId, String threadId, @Nullable String assistant,
		ToolCall call, @Nullable String reason, Instant since, @Nullable Instant expiresAt,
		Map<String, String> context) implements Serializable {

	public PendingCall {
		Check.hasText(id, "id");
		Check.notNull(kind, "kind");
		Check.hasText(runId, "runId");
		Check.hasText(threadId, "threadId");
		Check.notNull(call, "call");
		Check.notNull(since, "since");
		context = Map.copyOf(Check.notNull(context, "context"));
	}

	/**
	 * Return the name of the tool.
	 * @return the name
	 */
	public String tool() {
		return this.call.name();
	}

	/**
	 * Return the arguments as the model wrote them.
	 * @return the JSON text
	 */
	public String arguments() {
		return this.call.arguments();
	}

	/**
	 * Return the remote server that has the tool.
	 * @return the server's label, or {@code null} if the application has the tool
	 */
	public @Nullable String server() {
		return this.call.server();
	}

	/**
	 * Names the call, and leaves the user's data out.
	 */
	@Override
	public String toString() {
		return "PendingCall[id=" + LogText.of(this.id) + ", kind=" + this.kind + ", runId=" + LogText.of(this.runId)
				+ ", tool=" + LogText.of(tool()) + ", since=" + this.since + "]";
	}

	/**
	 * What a call waits for.
	 */
	public enum Kind {

		/** Somebody must approve or deny it before the handler is called. */
		APPROVAL,

		/**
		 * Its handler has returned, and the output follows by {@link DeferredOutputs}.
		 */
		OUTPUT,

		/** Somebody must approve or deny it before the server calls a remote tool. */
		SERVER_APPROVAL

	}

}
