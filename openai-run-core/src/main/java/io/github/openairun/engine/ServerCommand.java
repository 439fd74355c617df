package io.github.openairun.engine;

import java.util.List;
import java.util.concurrent.Flow;

import io.github.openairun.Run;
import io.github.openairun.ToolOutput;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunStreams;

/**
 * A request that changes something at the server and must take effect at most once.
 */
sealed interface ServerCommand {

	Run send();

	Flow.Publisher<RunEvent> stream(RunStreams streams);

	/** Determine whether the request took effect. */
	RequestTrace trace();

	/** Return whether the server rejects the request if it has taken effect before. */
	boolean isRefusedOnceDone();

	/**
	 * The creation of a run.
	 */
	record CreateRun(RunGateway gateway, RunCreation creation) implements ServerCommand {

		@Override
		public Run send() {
			return this.gateway.create(this.creation);
		}

		@Override
		public Flow.Publisher<RunEvent> stream(RunStreams streams) {
			return streams.create(this.creation);
		}

		@Override
		public RequestTrace trace() {
			return this.gateway.traceCreation(this.creation);
		}

		@Override
		public boolean isRefusedOnceDone() {
			return false;
		}

		@Override
		public String toString() {
			String threadId = this.creation.request().threadId();
			return "the creation of a run" + ((threadId != null) ? " on thread '" + LogText.of(threadId) + "'" : "");
		}

	}

	/**
	 * The submission of tool outputs.
	 */
	record SubmitOutputs(RunGateway gateway, Run run, List<ToolOutput> outputs) implements ServerCommand {

		@Override
		public Run send() {
			return this.gateway.submitToolOutputs(this.run, this.outputs);
		}

		@Override
		public Flow.Publisher<RunEvent> stream(RunStreams streams) {
			return streams.submitToolOutputs(this.run, this.outputs);
		}

		@Override
		public RequestTrace trace() {
			return this.gateway.traceSubmission(this.run, this.outputs);
		}

		@Override
		public boolean isRefusedOnceDone() {
			return true;
		}

		@Override
		public String toString() {
			return "the tool outputs of run '" + LogText.of(this.run.id()) + "'";
		}

	}

}
