package io.github.openairun.tool;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.observation.ToolCallObservationContext;

/**
 * The observation of one call, from its start to its result.
 */
final class CallObservation {

	static final CallObservation NONE = new CallObservation(Observation.NOOP, null);

	private final Observation observation;

	private final @Nullable ToolCallObservationContext context;

	private CallObservation(Observation observation, @Nullable ToolCallObservationContext context) {
		this.observation = observation;
		this.context = context;
	}

	/** Make the observation current on this thread. */
	Observation.Scope open() {
		return this.observation.openScope();
	}

	/** End with a result, or with an error that ends the drive. */
	void end(@Nullable ToolCallResult result, @Nullable Throwable error) {
		ToolCallObservationContext context = this.context;
		if (context == null) {
			return;
		}
		if (result != null) {
			context.answered(result.outcome(), result.text(), result.error());
		}
		else if (error != null) {
			context.failed(error);
		}
		Throwable observed = context.observedError();
		if (observed != null) {
			this.observation.error(observed);
		}
		this.observation.stop();
	}

	/**
	 * Starts the observations of the calls of one batch. Their parent is the observation
	 * that is current on the thread that executes the batch.
	 */
	static final class OfBatch {

		private final RunObservations observations;

		private final ToolBatch batch;

		private final @Nullable Observation parent;

		OfBatch(RunObservations observations, ToolBatch batch) {
			this.observations = observations;
			this.batch = batch;
			this.parent = observations.registry().getCurrentObservation();
		}

		/**
		 * Start the observation of a call.
		 * @param call the call
		 * @param known whether the tool exists and was offered
		 */
		CallObservation begin(ToolCall call, boolean known) {
			if (this.observations.isNoop()) {
				return NONE;
			}
			ToolCallObservationContext context = new ToolCallObservationContext(this.batch.run(), call, known,
					this.observations.content());
			context.setParentObservation(this.parent);
			return new CallObservation(this.observations.start(context), context);
		}

	}

}
