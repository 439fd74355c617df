package io.github.openairun.engine;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.openairun.Run;

/**
 * Which calls of a drive may wait, and how.
 *
 * @param settings the rules, the policies and the store
 * @param mayWait whether calls of the tool with a name may wait by its declaration
 * @param required returns the names of the tools for which the assistant of a run
 * requires an approval
 */
record ApprovalScope(RunApprovals settings, Predicate<String> mayWait, Function<Run, Set<String>> required) {

	/** No call waits unless a handler promises its output. */
	static ApprovalScope none() {
		return new ApprovalScope(RunApprovals.inMemory(), (tool) -> false, (run) -> Set.of());
	}

}
