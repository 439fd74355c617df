package io.github.openairun.tool;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;

/**
 * Everything that one {@code requires_action} asks for.
 *
 * @param run the run that waits for the outputs
 * @param calls the calls, in the order of the model
 * @param offered the names of the tools that may be executed
 * @param listener told about each call
 */
public record ToolBatch(Run run, List<ToolCall> calls, Collection<String> offered, RunListener listener) {

	public ToolBatch {
		Assert.notNull(run, "'run' must not be null");
		Assert.notNull(calls, "'calls' must not be null");
		Assert.notNull(offered, "'offered' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		calls = List.copyOf(calls);
		offered = Set.copyOf(offered);
	}

}
