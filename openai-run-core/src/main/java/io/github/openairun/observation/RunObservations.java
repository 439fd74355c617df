package io.github.openairun.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Creates the observations of drives and tool calls.
 *
 * @param registry takes the observations; nothing is observed if it takes none
 * @param driveConvention the convention for drives, or {@code null} for the default
 * @param toolCallConvention the convention for tool calls, or {@code null} for the
 * default
 * @param provider the provider of the server, as in OpenTelemetry's
 * {@code gen_ai.provider.name}
 * @param content whether observations carry what the model and the tools write, and the
 * messages of exceptions
 * @since 0.1.0
 */
public record RunObservations(ObservationRegistry registry, @Nullable DriveObservationConvention driveConvention,
		@Nullable ToolCallObservationConvention toolCallConvention, String provider, boolean content) {

	/** Creates no observations. */
	public static final RunObservations NONE = new RunObservations(ObservationRegistry.NOOP, null, null, "openai",
			false);

	/**
	 * Return whether observations are switched off.
	 * @return whether the registry takes no observations
	 */
	public boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Start the observation of a drive, as a child of the current thread's observation.
	 * @param context the context of the drive
	 * @return the observation
	 */
	public Observation start(DriveObservationContext context) {
		return RunObservationDocumentation.DRIVE.start(this.driveConvention, DefaultDriveObservationConvention.INSTANCE,
				() -> context, this.registry);
	}

	/**
	 * Start the observation of a tool call, as a child of the context's parent.
	 * @param context the context of the call
	 * @return the observation
	 */
	public Observation start(ToolCallObservationContext context) {
		return RunObservationDocumentation.TOOL_CALL.start(this.toolCallConvention,
				DefaultToolCallObservationConvention.INSTANCE, () -> context, this.registry);
	}

}
