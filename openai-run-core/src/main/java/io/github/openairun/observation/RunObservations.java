package io.github.openairun.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * How drives of runs and tool calls are observed.
 *
 * @param registry takes the observations; nothing is observed if it takes none
 * @param driveConvention names what is known of a drive, or {@code null} for the default
 * @param toolCallConvention names what is known of a tool call, or {@code null} for the
 * default
 * @param provider who serves the runs, in the words of OpenTelemetry's
 * {@code gen_ai.provider.name}
 * @param content whether observations carry what the model and the tools write, and the
 * messages of exceptions
 */
public record RunObservations(ObservationRegistry registry, @Nullable DriveObservationConvention driveConvention,
		@Nullable ToolCallObservationConvention toolCallConvention, String provider, boolean content) {

	/** Observes nothing. */
	public static final RunObservations NONE = new RunObservations(ObservationRegistry.NOOP, null, null, "openai",
			false);

	/**
	 * Return whether nothing is observed.
	 * @return whether the registry takes no observations
	 */
	public boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Start to observe a drive, as a part of what the current thread is observed to do.
	 * @param context what is known of the drive
	 * @return the observation
	 */
	public Observation start(DriveObservationContext context) {
		return RunObservationDocumentation.DRIVE.start(this.driveConvention, DefaultDriveObservationConvention.INSTANCE,
				() -> context, this.registry);
	}

	/**
	 * Start to observe a tool call, as a part of the context's parent.
	 * @param context what is known of the call
	 * @return the observation
	 */
	public Observation start(ToolCallObservationContext context) {
		return RunObservationDocumentation.TOOL_CALL.start(this.toolCallConvention,
				DefaultToolCallObservationConvention.INSTANCE, () -> context, this.registry);
	}

}
