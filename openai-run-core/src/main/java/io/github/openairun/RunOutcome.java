package io.github.openairun;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How far a run has come: it has ended, or it waits for persons or other systems.
 *
 * @param handle the run, which goes on by itself when it can
 * @param result the ended run with its messages, or {@code null} if it waits
 * @param pendingCalls the calls that it waits for; empty if it has ended
 * @since 0.1.0
 */
public record RunOutcome(RunHandle handle, @Nullable RunResult result, List<PendingCall> pendingCalls) {

	public RunOutcome {
		Check.notNull(handle, "handle");
		pendingCalls = List.copyOf(pendingCalls);
		Check.isTrue((result == null) != pendingCalls.isEmpty(), "A run has either ended, or calls of it wait");
	}

	/**
	 * Return whether the run waits.
	 * @return whether calls of it wait
	 */
	public boolean isSuspended() {
		return this.result == null;
	}

}
