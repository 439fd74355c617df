package io.github.openairun.wire.responses;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;

/**
 * What only the first response of a run tells, and holds for all of them.
 *
 * @param runId the id of the first response
 * @param threadId the conversation
 * @param createdAt when the first response was made
 * @param assistant the assistant, or {@code null} if it is not known
 */
record RunIdentity(String runId, String threadId, Instant createdAt, @Nullable String assistant) {

	static RunIdentity of(Run run) {
		return new RunIdentity(run.id(), run.threadId(), run.createdAt(), run.assistant());
	}

	static RunIdentity ofFirst(WireResponse response, String threadId) {
		JsonNode body = response.body();
		Instant createdAt = Json.time(body, "created_at");
		return new RunIdentity(response.required("id"), threadId, (createdAt != null) ? createdAt : Instant.EPOCH,
				RunMetadata.get(body, RunMetadata.ASSISTANT));
	}

}
