package io.github.openairun.engine;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunLimits;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.wire.RunCreation;

/**
 * What a drive is to do, and within which bounds.
 *
 * @param start how it comes to its run
 * @param bounds what it may
 * @param tools what its tools are given
 * @param executor answers calls
 * @param listener told about everything
 * @param observation observes it
 */
record DrivePlan(Start start, DriveBounds bounds, ToolRoundExecution.Scope tools, ToolExecutor executor,
		ListenerChain listener, DriveObservation observation) {

	/** Create a plan of a drive that nobody observes. */
	DrivePlan(Start start, DriveBounds bounds, ToolRoundExecution.Scope tools, ToolExecutor executor,
			ListenerChain listener) {
		this(start, bounds, tools, executor, listener, DriveObservation.NONE);
	}

	/**
	 * How a drive comes to its run.
	 */
	sealed interface Start {

		/** Return the id of the thread, or {@code null} if it is not created yet. */
		@Nullable String threadId();

		/** By creating it. */
		record Create(RunCreation creation) implements Start {

			@Override
			public @Nullable String threadId() {
				return this.creation.request().threadId();
			}

		}

		/** By taking it up. */
		record Resume(String runId, String threadId) implements Start {
		}

	}

	/**
	 * What a drive may.
	 *
	 * @param limits its limits
	 * @param polling how often it may look at the run
	 * @param streaming whether it streams
	 */
	record DriveBounds(RunLimits limits, PollPolicy polling, boolean streaming) {
	}

}
