package io.github.openairun.engine;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunLimits;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.wire.RunCreation;

/**
 * The task of a drive and its bounds.
 *
 * @param start how the drive obtains its run
 * @param bounds its bounds
 * @param tools the settings of its tool calls
 * @param executor executes tool calls
 * @param listener receives all events
 * @param observation the observation of the drive
 */
record DrivePlan(Start start, DriveBounds bounds, ToolRoundExecution.Scope tools, ToolExecutor executor,
		ListenerChain listener, DriveObservation observation) {

	/** Create a plan without an observation. */
	DrivePlan(Start start, DriveBounds bounds, ToolRoundExecution.Scope tools, ToolExecutor executor,
			ListenerChain listener) {
		this(start, bounds, tools, executor, listener, DriveObservation.NONE);
	}

	/**
	 * How a drive obtains its run.
	 */
	sealed interface Start {

		/** Return the id of the thread, or {@code null} if it is not created yet. */
		@Nullable String threadId();

		/** Creates the run. */
		record Create(RunCreation creation) implements Start {

			@Override
			public @Nullable String threadId() {
				return this.creation.request().threadId();
			}

		}

		/** Resumes the run. */
		record Resume(String runId, String threadId) implements Start {
		}

	}

	/**
	 * The bounds of a drive.
	 *
	 * @param limits the limits of the run
	 * @param polling how often it polls the run
	 * @param streaming whether it streams the run
	 */
	record DriveBounds(RunLimits limits, PollPolicy polling, boolean streaming) {
	}

}
