package io.github.openairun.wire.stateless;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One response of a run that is being generated.
 *
 * @param record the run as it works
 * @param before the run as it waited for outputs, or {@code null} if this is its first
 * response
 * @param added the ids of the items that were added for it
 */
record Turn(RunRecord record, @Nullable RunRecord before, List<String> added) {

	Turn {
		added = List.copyOf(added);
	}

}
