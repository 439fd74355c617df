package io.github.openairun.wire.stateless;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Run;
import io.github.openairun.RunBuilder;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.thread.StoredRun;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseReader;
import io.github.openairun.wire.items.ResponseRequestWriter;
import io.github.openairun.wire.items.ResponseTools;

/**
 * What the store holds of a run: where it stands, and the application's own request,
 * without credentials.
 *
 * @param id the run's id
 * @param threadId the thread
 * @param createdAt when the run was created
 * @param status where it stands
 * @param state everything else; not changed any more
 */
record RunRecord(String id, String threadId, Instant createdAt, RunStatus status, ObjectNode state) {

	private static final String REQUEST = "request";

	/** Whether the outputs are there, and nobody generates the response to them. */
	private static final String IDLE = "idle";

	/** Whether the application has set the limit by its API name. */
	private static final String LIMIT_FIXED = "limit_fixed";

	/**
	 * Begin the record of a new run.
	 * @param expiry how long the run may take, or {@code null} for ever
	 * @param request the request without its input
	 */
	static RunRecord of(String id, String threadId, Instant now, @Nullable Duration expiry, RunCreation creation,
			ObjectNode request) {
		ObjectNode state = Json.object().put("assistant", creation.request().assistant());
		state.set("metadata", Json.tree(creation.metadata()));
		ObjectNode kept = Json.object();
		kept.setAll(request);
		if (kept.get("tools") instanceof ArrayNode tools) {
			kept.set("tools", ResponseTools.withoutCredentials(tools));
		}
		state.set("authorized", Json.tree(ResponseTools.authorized(request)));
		state.set(REQUEST, kept);
		state.put("rounds", 0);
		if (creation.nonce() != null) {
			state.put("nonce", creation.nonce());
		}
		if (expiry != null) {
			state.put("expires", now.plus(expiry).toEpochMilli());
		}
		if (creation.request().extraBody().containsKey("max_output_tokens")) {
			state.put(LIMIT_FIXED, true);
		}
		return new RunRecord(id, threadId, now, RunStatus.IN_PROGRESS, state);
	}

	static RunRecord of(StoredRun stored) {
		return new RunRecord(stored.id(), stored.threadId(), stored.createdAt(), RunStatus.of(stored.status()),
				(ObjectNode) Json.parse(stored.state(), "state"));
	}

	StoredRun stored() {
		return new StoredRun(this.id, this.threadId, this.createdAt, this.status.text(), this.state.toString());
	}

	/** Return the number of responses that the run has obtained. */
	int rounds() {
		return (int) Json.number(this.state, "rounds", 0);
	}

	/** Return the key of the creation, or {@code null} if it had none. */
	@Nullable String nonce() {
		return Json.text(this.state, "nonce");
	}

	boolean isIdle() {
		return this.status == RunStatus.IN_PROGRESS && Json.flag(this.state, IDLE, false);
	}

	boolean isOverdue(Instant now) {
		Instant expiry = expiry();
		return expiry != null && !this.status.isTerminal() && !now.isBefore(expiry);
	}

	private @Nullable Instant expiry() {
		return instant("expires");
	}

	private @Nullable Instant instant(String name) {
		return this.state.has(name) ? Instant.ofEpochMilli(Json.number(this.state, name, 0)) : null;
	}

	String assistant() {
		return Json.text(this.state, "assistant", "");
	}

	/**
	 * Return the labels of the MCP servers that the first request had credentials for.
	 */
	List<String> authorized() {
		return this.state.path("authorized").valueStream().map((label) -> label.asString("")).toList();
	}

	/**
	 * Return the id of the newest response when a snapshot was taken: all that
	 * {@link Run#continuation()} contains on this wire.
	 */
	static @Nullable String responseId(Run run) {
		return run.continuation();
	}

	/**
	 * Return the calls that wait for outputs, by the ids that the application knows. They
	 * are unique within the run, while servers may use an id in every response.
	 */
	Map<String, JsonNode> pending() {
		Map<String, JsonNode> pending = new LinkedHashMap<>();
		Json.children(this.state, "pending")
			.forEach((call) -> pending.put(Json.text(call, "id", ""), call.path("item")));
		return pending;
	}

	/**
	 * Return the request for the next response, without credentials and input.
	 */
	ObjectNode request() {
		ObjectNode request = ((ObjectNode) this.state.path(REQUEST)).deepCopy();
		if (rounds() > 0) {
			ResponseRequestWriter.takeBackForcedCall(request);
			RunUsage usage = usage();
			boolean fixed = Json.flag(this.state, LIMIT_FIXED, false);
			Integer limit = fixed ? null : Json.integer(request, "max_output_tokens");
			if (limit != null && usage != null) {
				request.put("max_output_tokens",
						Math.max(limit - usage.completionTokens(), ResponseRequestWriter.MIN_OUTPUT_TOKENS));
			}
		}
		return request;
	}

	private @Nullable RunUsage usage() {
		return ResponseReader.usage(this.state);
	}

	RunRecord with(RunStatus status) {
		return new RunRecord(this.id, this.threadId, this.createdAt, status, this.state);
	}

	RunRecord withMetadata(Map<String, String> metadata) {
		ObjectNode state = copy();
		state.set("metadata", Json.tree(metadata));
		return with(this.status, state);
	}

	/** Return the run whose calls have been answered, so that a response is generated. */
	RunRecord answered() {
		ObjectNode state = copy();
		state.remove(List.of("pending", IDLE));
		return with(RunStatus.IN_PROGRESS, state);
	}

	/** Return the run as it waits for somebody to generate the response again. */
	RunRecord idle() {
		ObjectNode state = copy();
		state.put(IDLE, true);
		return with(RunStatus.IN_PROGRESS, state);
	}

	/** Return the run after a further response. */
	RunRecord responded(JsonNode response) {
		ObjectNode state = copy();
		state.remove(IDLE);
		state.put("rounds", rounds() + 1);
		state.put("response", Json.text(response, "id"));
		RunUsage own = ResponseReader.usage(response);
		RunUsage before = usage();
		if (own != null && (before != null || rounds() == 0)) {
			RunUsage sum = (before != null) ? before.plus(own) : own;
			state.putObject("usage")
				.put("input_tokens", sum.promptTokens())
				.put("output_tokens", sum.completionTokens())
				.put("total_tokens", sum.totalTokens());
		}
		else {
			state.remove("usage");
		}
		return with(this.status, state);
	}

	/** Return the run as it waits for the outputs of calls. */
	RunRecord waiting(List<? extends JsonNode> calls) {
		ObjectNode state = copy();
		Set<String> ids = new LinkedHashSet<>();
		this.state.path("calls").forEach((id) -> ids.add(id.asString("")));
		ArrayNode pending = state.putArray("pending");
		for (JsonNode call : calls) {
			String id = CallIds.unique(Items.callId(call), ids);
			ids.add(id);
			pending.addObject().put("id", id).set("item", call);
		}
		state.set("calls", Json.tree(ids));
		return with(RunStatus.REQUIRES_ACTION, state);
	}

	RunRecord ended(RunStatus status, Instant now) {
		ObjectNode state = copy();
		state.remove(List.of("pending", IDLE));
		state.put("ended", now.toEpochMilli());
		return with(status, state);
	}

	RunRecord failed(RunError error, Instant now) {
		RunRecord failed = ended(RunStatus.FAILED, now);
		failed.state.putObject("error").put("code", error.code()).put("message", error.message());
		return failed;
	}

	RunRecord incomplete(@Nullable String reason, Instant now) {
		RunRecord incomplete = ended(RunStatus.INCOMPLETE, now);
		incomplete.state.put("incomplete", reason);
		return incomplete;
	}

	private ObjectNode copy() {
		ObjectNode copy = Json.object();
		copy.setAll(this.state);
		return copy;
	}

	private RunRecord with(RunStatus status, ObjectNode state) {
		return new RunRecord(this.id, this.threadId, this.createdAt, status, state);
	}

	Run toRun() {
		JsonNode request = this.state.path(REQUEST);
		RunBuilder run = Run.builder(this.id, this.threadId)
			.object("thread.run")
			.status(this.status)
			.createdAt(this.createdAt)
			.startedAt(this.createdAt)
			.assistant(Json.text(this.state, "assistant"))
			.model(Json.text(request, "model"))
			.instructions(Json.text(request, "instructions"))
			.tools(ResponseTools.functions(request))
			.metadata(Json.texts(this.state, "metadata"))
			.continuation(Json.text(this.state, "response"))
			.usage(usage());
		if (this.status == RunStatus.REQUIRES_ACTION) {
			ResponseReader.awaitOutputs(run, pending());
		}
		Instant ended = instant("ended");
		switch (this.status) {
			case COMPLETED, INCOMPLETE -> run.completedAt(ended).incompleteReason(Json.text(this.state, "incomplete"));
			case FAILED -> run.failedAt(ended).lastError(ResponseReader.error(this.state));
			case CANCELLED -> run.cancelledAt(ended);
			default -> run.expiresAt(expiry());
		}
		return run.build();
	}

}
