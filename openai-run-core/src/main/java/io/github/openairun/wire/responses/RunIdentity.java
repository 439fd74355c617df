package io.github.openairun.wire.responses;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;

/**
 * What holds for all responses of a run, whatever the newest one reports.
 *
 * @param runId the id of the first response
 * @param threadId the conversation
 * @param createdAt when the first response was made
 * @param assistant the assistant, or {@code null} if it is not known
 * @param request the application's own request, as {@link ContinuationRequest} writes it,
 * or {@code null} if it is not known
 */
record RunIdentity(String runId, String threadId, Instant createdAt, @Nullable String assistant,
		@Nullable String request) {

	static RunIdentity of(Run run) {
		return new RunIdentity(run.id(), run.threadId(), run.createdAt(), run.assistant(),
				RunPosition.of(run).request());
	}

	static RunIdentity ofFirst(WireResponse response, String threadId) {
		JsonNode body = response.body();
		Instant createdAt = Json.time(body, "created_at");
		return new RunIdentity(response.id(ResponsesGateway.PREFIX), threadId,
				(createdAt != null) ? createdAt : Instant.EPOCH, RunMetadata.get(body, RunMetadata.ASSISTANT), null);
	}

	/**
	 * Return the identity of a run that this application has just created.
	 * @param assistant the assistant of the request
	 * @param request the request
	 */
	RunIdentity createdBy(String assistant, ContinuationRequest request) {
		return new RunIdentity(this.runId, this.threadId, this.createdAt,
				(this.assistant != null) ? this.assistant : assistant, request.text());
	}

}
