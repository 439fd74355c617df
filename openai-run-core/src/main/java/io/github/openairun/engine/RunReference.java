package io.github.openairun.engine;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;

/**
 * What a wire needs to find the newest snapshot of a run.
 */
record RunReference(String id, String threadId, Instant createdAt, @Nullable String assistant,
		@Nullable String continuation) {

	static RunReference of(Run run) {
		return new RunReference(run.id(), run.threadId(), run.createdAt(), run.assistant(), run.continuation());
	}

	/** Return a snapshot that the gateway can refresh. */
	Run run() {
		return Run.builder(this.id, this.threadId)
			.status(RunStatus.IN_PROGRESS)
			.createdAt(this.createdAt)
			.assistant(this.assistant)
			.continuation(this.continuation)
			.build();
	}

}
