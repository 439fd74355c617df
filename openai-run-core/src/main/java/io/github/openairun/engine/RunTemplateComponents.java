package io.github.openairun.engine;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.observation.DriveObservationContext;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.wire.RunGateway;

/**
 * The collaborators of a {@link RunTemplate}.
 */
record RunTemplateComponents(Connections connections, AssistantCatalog assistants, Tools tools, Policies policies,
		Driving driving) {

	RunTemplateComponents withConnections(Connections connections) {
		return new RunTemplateComponents(connections, this.assistants, this.tools, this.policies, this.driving);
	}

	record Tools(ToolRegistry registry, ToolExecutor executor, ToolResultConverter resultConverter,
			StructuredOutputs structuredOutputs) {
	}

	record Policies(RunLimits limits, PollPolicy polling, BusyThreadPolicy busyThread, boolean toolsOnServer,
			RunApprovals approvals) {
	}

	/**
	 * The collaborators that drive runs.
	 *
	 * @param engine the engine
	 * @param streaming when runs are streamed
	 * @param listeners the listeners of all runs
	 * @param nonces supplies the ids that identify created runs after a lost response
	 * @param observers the observers of all drives
	 */
	record Driving(RunEngine engine, StreamingMode streaming, List<RunListener> listeners, Supplier<String> nonces,
			Observers observers) {

		Driving {
			listeners = List.copyOf(listeners);
		}

	}

	/**
	 * The observers of all drives.
	 *
	 * @param observations the settings of Micrometer observations
	 * @param history records drives, or {@code null}
	 */
	record Observers(RunObservations observations, @Nullable RunHistory history) {

		/**
		 * Start the observation of a drive.
		 * @param gateway the gateway
		 * @param start how the drive obtains its run
		 * @param assistants the assistants of the application
		 * @param clock the clock
		 */
		DriveObservation begin(RunGateway gateway, DrivePlan.Start start, AssistantCatalog assistants, Clock clock) {
			if (this.observations.isNoop() && this.history == null) {
				return DriveObservation.NONE;
			}
			DriveObservationContext context = new DriveObservationContext(gateway.capabilities().wire(),
					this.observations.provider(), this.observations.content(), start instanceof DrivePlan.Start.Resume);
			context.responseIds(gateway::responseId);
			if (start instanceof DrivePlan.Start.Create create) {
				context.threadId(create.creation().request().threadId());
				context.agent(create.creation().assistant());
				context.requestModel(create.creation().settings().model());
			}
			else if (start instanceof DrivePlan.Start.Resume known) {
				context.threadId(known.threadId());
			}
			return new DriveObservation(context, this, assistants, clock);
		}

	}

}
