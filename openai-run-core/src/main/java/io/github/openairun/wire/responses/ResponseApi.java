package io.github.openairun.wire.responses;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * The requests of {@code /responses} (OpenAI API reference, Responses).
 */
class ResponseApi {

	private final LockAwareClient client;

	private final LockAwareClient creating;

	private final EndedResponses ended;

	/**
	 * Create the requests.
	 * @param creating sends those that create responses
	 * @param ended keeps the responses that were read
	 */
	ResponseApi(LockAwareClient client, LockAwareClient creating, EndedResponses ended) {
		this.client = client;
		this.creating = creating;
		this.ended = ended;
	}

	/**
	 * Create a response.
	 * @param runId the run that it continues, or {@code null} if it begins one
	 */
	WireResponse create(ObjectNode body, String threadId, @Nullable String runId) {
		return this.ended.keep(this.creating.exchange(creation(body, threadId, runId), threadId));
	}

	/**
	 * Return the request that creates a response.
	 * @param runId the run that it continues, or {@code null} if it begins one
	 */
	static WireRequest creation(ObjectNode body, String threadId, @Nullable String runId) {
		WireRequest request = WireRequest.post("/responses")
			.aboutThread(threadId)
			.body(body)
			.notFound((error) -> LockAwareClient.notFound(error, threadId));
		return (runId != null) ? request.aboutRun(runId) : request;
	}

	/**
	 * Return the request that has a response pushed from some event on.
	 * @param after the number of the newest event that is known
	 */
	static WireRequest resumption(String responseId, Run run, long after) {
		return about(WireRequest.get("/responses/{response_id}"), responseId, run.id(), run.threadId())
			.query("stream", true)
			.query("starting_after", after);
	}

	RunException recognise(String threadId, RunException failure) {
		return this.creating.recognise(threadId, failure);
	}

	WireResponse get(String responseId, String runId, String threadId) {
		WireResponse response = this.client
			.exchange(about(WireRequest.get("/responses/{response_id}"), responseId, runId, threadId));
		String id = response.id(ResponsesGateway.PREFIX);
		if (!id.equals(responseId)) {
			throw response.invalid("its 'id' is '" + LogText.of(id) + "', and not '" + responseId + "'");
		}
		return this.ended.keep(response);
	}

	WireResponse get(String responseId, Run run) {
		return get(responseId, run.id(), run.threadId());
	}

	/**
	 * Return a response of a run that has ended or waits for outputs, without a request
	 * if it was read before. The echo of the request may be left out.
	 */
	WireResponse ended(String responseId, Run run) {
		WireResponse kept = this.ended.find(responseId);
		return (kept != null) ? kept : get(responseId, run);
	}

	/**
	 * Cancel a response, which may be repeated.
	 */
	WireResponse cancel(String responseId, Run run) {
		return this.client.exchange(about(WireRequest.post("/responses/{response_id}/cancel").repeatable(), responseId,
				run.id(), run.threadId()));
	}

	private static WireRequest about(WireRequest request, String responseId, String runId, String threadId) {
		return request.variable("response_id", responseId)
			.aboutThread(threadId)
			.aboutRun(runId)
			.notFound((error) -> new RunNotFoundException(runId, threadId, error));
	}

}
