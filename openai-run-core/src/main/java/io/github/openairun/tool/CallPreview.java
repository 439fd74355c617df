package io.github.openairun.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Approval;
import io.github.openairun.ToolCall;

/**
 * What would be executed for a call, without executing it.
 *
 * @param call the call
 * @param problem why no handler would be called: there is no such tool, it was not
 * offered, the call is refused, or its arguments do not fit; {@code null} if one would be
 * @param arguments the bound arguments by name; empty if no handler would be called
 * @param group the group of the tool, or {@code null}
 * @param approval whether the tool requires an approval
 * @param exclusive whether the call must not run beside others of its round
 * @param deferred whether the handler may answer later
 * @since 0.1.0
 */
public record CallPreview(ToolCall call, @Nullable String problem, Map<String, @Nullable Object> arguments,
		@Nullable String group, Approval approval, boolean exclusive, boolean deferred) {

	public CallPreview {
		arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
	}

	/**
	 * Create the preview of a call for which there is no handler.
	 * @param call the call
	 * @param problem the reason
	 * @return the preview
	 */
	static CallPreview ofError(ToolCall call, String problem) {
		return new CallPreview(call, problem, Map.of(), null, Approval.NOT_REQUIRED, false, false);
	}

	/**
	 * Create the preview of a call about which an executor cannot tell anything.
	 * @param call the call
	 * @return the preview
	 */
	static CallPreview unknown(ToolCall call) {
		return new CallPreview(call, null, Map.of(), null, Approval.NOT_REQUIRED, false, false);
	}

	/**
	 * Return whether a handler would be called.
	 * @return whether there is no problem
	 */
	public boolean isExecutable() {
		return this.problem == null;
	}

	/**
	 * Names the call, and leaves the user's data out.
	 */
	@Override
	public String toString() {
		return "CallPreview[call=" + this.call + ", executable=" + isExecutable() + "]";
	}

}
