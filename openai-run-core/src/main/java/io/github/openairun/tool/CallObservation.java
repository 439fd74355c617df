package io.github.openairun.tool;

import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.observation.ToolCallObservationContext;

/**
 * What is observed of one call, from its turn to its answer.
 */
final class CallObservation {

	private static final CallObservation NONE = new CallObservation(Observation.NOOP, null);

	private final Observation observation;

	private final @Nullable ToolCallObservationContext context;

	private CallObservation(Observation observation, @Nullable ToolCallObservationContext context) {
		this.observation = observation;
		this.context = context;
	}

	/** Make the observation the parent of what the current thread does from now on. */
	Observation.Scope open() {
		return this.observation.openScope();
	}

	/** End with the answer, before anybody else is told of it. */
	CompletableFuture<Outcome> endWith(CompletableFuture<Outcome> answer) {
		return (this.context != null) ? answer.whenComplete(this::end) : answer;
	}

	/** End with an answer, or with an error that nothing survives. */
	void end(@Nullable Outcome outcome, @Nullable Throwable error) {
		ToolCallObservationContext context = this.context;
		if (context == null) {
			return;
		}
		if (outcome != null) {
			context.answered(outcome.kind(), outcome.text(), outcome.error());
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
	 * Observes the calls of one batch, as parts of what the thread that brings the batch
	 * is observed to do.
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
		 * Begin to observe a call.
		 * @param call the call
		 * @param known whether there is such a tool and it was offered
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
