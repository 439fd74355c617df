package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunBuilder;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseReader;
import io.github.openairun.wire.items.ResponseTools;

/**
 * Reads a run from the newest response of its chain.
 * <p>
 * A response that is {@code completed} and has calls which the application must answer is
 * a run in {@code requires_action}. Calls of any other response do not count: their
 * arguments may be cut.
 */
final class ResponseRunReader {

	private ResponseRunReader() {
	}

	/**
	 * Read a run from its newest response, assuming that its calls have no outputs yet.
	 */
	static Run read(WireResponse response, RunIdentity identity) {
		JsonNode body = response.body();
		JsonNode asked = asked(body, identity);
		RunUsage usage = usage(response, identity);
		RunBuilder run = Run.builder(identity.runId(), identity.threadId())
			.object(Json.text(body, "object", "response"))
			.createdAt(identity.createdAt())
			.assistant((identity.assistant() != null) ? identity.assistant()
					: RunMetadata.get(body, RunMetadata.ASSISTANT))
			.model(text(body, asked, "model"))
			.instructions(text(body, asked, "instructions"))
			.tools(ResponseTools.functions(body.has("tools") ? body : asked))
			.usage(usage)
			.metadata(RunMetadata.ofApplication(body.has("metadata") ? body : asked))
			.pollAfter(response.pollAfter());
		String status = Json.text(body, "status");
		if (status != null) {
			run.status(status);
		}
		RunPosition position = new RunPosition(response.id(ResponsesGateway.PREFIX), identity.request());
		run.continuation((RunStatus.of(status).isTerminal() ? position.withoutRequest() : position).text());
		switch (RunStatus.of(status)) {
			case COMPLETED, REQUIRES_ACTION -> completed(run, response, identity, usage);
			case INCOMPLETE -> run.incompleteReason(ResponseReader.incompleteReason(body));
			case FAILED -> run.lastError(ResponseReader.error(body));
			default -> {
			}
		}
		return run.build();
	}

	/** Return what the server repeats, or what the application requested. */
	private static @Nullable String text(JsonNode body, JsonNode asked, String name) {
		String repeated = Json.text(body, name);
		return (repeated != null) ? repeated : Json.text(asked, name);
	}

	/**
	 * Return the application's own request if a server echoes less than that.
	 */
	private static JsonNode asked(JsonNode body, RunIdentity identity) {
		boolean echoed = body.has("model") && body.has("instructions") && body.has("tools") && body.has("metadata");
		return (echoed || identity.request() == null) ? Json.object()
				: ContinuationRequest.parse(identity.request()).body();
	}

	private static void completed(RunBuilder run, WireResponse response, RunIdentity identity,
			@Nullable RunUsage usage) {
		JsonNode body = response.body();
		if (Json.children(body, "output").stream().filter(Items::isClientCall).count() > CallIds.MAX_CALLS) {
			throw response.invalid("its 'output' has more than " + CallIds.MAX_CALLS + " calls");
		}
		Map<String, JsonNode> pending = Items.pendingCalls(Json.children(body, "output"));
		if (pending.isEmpty()) {
			run.completedAt(Json.time(body, "completed_at"));
			return;
		}
		String request = ContinuationRequest.after(response, identity, usage).text();
		run.continuation(new RunPosition(response.id(ResponsesGateway.PREFIX), request).text());
		ResponseReader.awaitOutputs(run, pending);
	}

	/**
	 * Return the run as one that has ended by a decision of the application, of which the
	 * server knows nothing.
	 */
	static Run ended(Run run, RunStatus status) {
		return run.mutate()
			.status(status)
			.toolCalls(List.of())
			.unsupportedAction(null)
			.continuation(RunPosition.of(run).withoutRequest().text())
			.completedAt(null)
			.build();
	}

	/**
	 * Return what the chain has used up to and with this response.
	 * @return the sum, or {@code null} if a part of it is not known
	 */
	private static @Nullable RunUsage usage(WireResponse response, RunIdentity identity) {
		JsonNode body = response.body();
		RunUsage own = ResponseReader.usage(body);
		if (identity.runId().equals(Json.text(body, "id"))) {
			return own;
		}
		RunUsage earlier = RunMetadata.earlierUsage(body);
		return (earlier == null || own == null) ? earlier : earlier.plus(own);
	}

}
