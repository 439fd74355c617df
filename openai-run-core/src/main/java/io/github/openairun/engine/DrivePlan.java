package io.github.openairun.engine;

import java.util.Map;

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
 * @param recording what records the drive, and what is recorded already
 * @param approvals which calls may wait
 */
record DrivePlan(Start start, DriveBounds bounds, ToolRoundExecution.Scope tools, ToolExecutor executor,
		ListenerChain listener, DriveObservation observation, Recording recording, ApprovalScope approvals) {

	/** Create a plan without an observation and a journal. */
	DrivePlan(Start start, DriveBounds bounds, ToolRoundExecution.Scope tools, ToolExecutor executor,
			ListenerChain listener) {
		this(start, bounds, tools, executor, listener, DriveObservation.NONE, Recording.NONE, ApprovalScope.none());
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

		/**
		 * Resumes the run.
		 *
		 * @param outputs the outputs of calls that were answered before, by call id
		 */
		record Resume(String runId, String threadId, Map<String, String> outputs) implements Start {

			/** Resumes a run without known outputs. */
			Resume(String runId, String threadId) {
				this(runId, threadId, Map.of());
			}

		}

	}

	/**
	 * The record of a drive.
	 *
	 * @param journal records it
	 * @param progress what was recorded before, by another drive of the same run
	 */
	record Recording(DriveJournal journal, DriveProgress progress) {

		static final Recording NONE = new Recording(DriveJournal.NONE, DriveProgress.none());

		boolean isNone() {
			return this.journal == DriveJournal.NONE;
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
