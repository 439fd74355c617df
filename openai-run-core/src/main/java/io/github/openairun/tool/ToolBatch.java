package io.github.openairun.tool;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;

/**
 * The tool calls of one {@code requires_action}.
 *
 * @param run the run that waits for the outputs
 * @param calls the calls, in the order of the model
 * @param offered the names of the tools that may be executed
 * @param context the context that the calls share
 * @param listener receives the outputs one by one
 * @since 0.1.0
 */
public record ToolBatch(Run run, List<ToolCall> calls, Collection<String> offered, RoundContext context,
		ToolOutputListener listener) {

	public ToolBatch {
		Assert.notNull(run, "'run' must not be null");
		Assert.notNull(calls, "'calls' must not be null");
		Assert.notNull(offered, "'offered' must not be null");
		Assert.notNull(context, "'context' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		calls = List.copyOf(calls);
		offered = Set.copyOf(offered);
	}

	/**
	 * Return the context of one of the calls.
	 * @param call the call
	 * @return the context
	 */
	public ToolContext contextOf(ToolCall call) {
		return new ToolContext(this.run, call, this.context.round(), this.context.deadline(),
				this.context.attributes());
	}

}
