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
 * What a {@link RunTemplate} works with.
 */
record RunComponents(RunGateway gateway, AssistantCatalog assistants, Tools tools, Policies policies, Driving driving) {

	RunComponents withGateway(RunGateway gateway) {
		return new RunComponents(gateway, this.assistants, this.tools, this.policies, this.driving);
	}

	record Tools(ToolRegistry registry, ToolExecutor executor, ToolResultConverter resultConverter,
			StructuredOutputs structuredOutputs) {
	}

	record Policies(RunLimits limits, PollPolicy polling, BusyThreadPolicy busyThread, boolean toolsOnServer) {
	}

	/**
	 * How runs are driven.
	 *
	 * @param engine drives them
	 * @param streaming whether they are streamed
	 * @param listeners follow every run
	 * @param nonces makes ids by which runs are found again
	 * @param observers want to know about every drive
	 */
	record Driving(RunEngine engine, StreamingMode streaming, List<RunListener> listeners, Supplier<String> nonces,
			Observers observers) {

		Driving {
			listeners = List.copyOf(listeners);
		}

	}

	/**
	 * Who want to know about every drive, and change nothing.
	 *
	 * @param observations how drives are observed
	 * @param history remembers drives, or {@code null}
	 */
	record Observers(RunObservations observations, @Nullable RunHistory history) {

		/**
		 * Begin to observe a drive.
		 * @param wire the wire
		 * @param start how it comes to its run
		 * @param assistants the assistants that the application defines
		 * @param clock tells the time
		 */
		DriveObservation begin(String wire, DrivePlan.Start start, AssistantCatalog assistants, Clock clock) {
			if (this.observations.isNoop() && this.history == null) {
				return DriveObservation.NONE;
			}
			DriveObservationContext context = new DriveObservationContext(wire, this.observations.provider(),
					this.observations.content(), start instanceof DrivePlan.Start.TakeUp);
			if (start instanceof DrivePlan.Start.Create create) {
				context.threadId(create.creation().request().threadId());
				context.agent(create.creation().assistant());
				context.requestModel(create.creation().settings().model());
			}
			else if (start instanceof DrivePlan.Start.TakeUp known) {
				context.threadId(known.threadId());
			}
			return new DriveObservation(context, this, assistants, clock);
		}

	}

}
