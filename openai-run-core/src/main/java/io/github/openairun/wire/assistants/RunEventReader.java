package io.github.openairun.wire.assistants;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunStatus;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.ServerEvent;
import io.github.openairun.wire.StreamOperation;
import io.github.openairun.wire.StreamSink;
import io.github.openairun.wire.TextDeltas;
import io.github.openairun.wire.WireRequest;

/**
 * Reads the events of a stream of a run. Fields that the server omits are taken from
 * previous events; unknown events are ignored.
 */
class RunEventReader implements StreamOperation {

	private static final String RUN = "thread.run";

	private static final String STEP = "thread.run.step";

	private static final String MESSAGE = "thread.message";

	private final Supplier<WireRequest> requests;

	private @Nullable Run run;

	private @Nullable String threadId;

	private final TextDeltas texts = new TextDeltas();

	private String messageId = "";

	/**
	 * Create a reader.
	 * @param requests creates the request
	 * @param run the existing run, or {@code null} if the request creates it
	 */
	RunEventReader(Supplier<WireRequest> requests, @Nullable Run run) {
		this.requests = requests;
		this.run = run;
		this.threadId = (run != null) ? run.threadId() : null;
	}

	@Override
	public WireRequest open() {
		WireRequest request = this.requests.get();
		if (this.threadId == null) {
			this.threadId = request.threadId();
		}
		return request.streamed();
	}

	@Override
	public @Nullable WireRequest failed(RunException failure, StreamSink sink) {
		throw (this.threadId != null) ? ThreadLockDetector.recognise(this.threadId, failure) : failure;
	}

	@Override
	public void read(ServerEvent event, StreamSink sink) {
		String type = event.type();
		if (event.isDone() || type.equals("done")) {
			sink.complete();
		}
		else if (type.equals(STEP) || type.startsWith(STEP + ".")) {
			readStep(type, event, sink);
		}
		else if (type.equals(RUN) || type.startsWith(RUN + ".")) {
			readRun(event, sink);
		}
		else if (type.startsWith(MESSAGE + ".")) {
			readMessage(type, event, sink);
		}
		else if (type.equals("thread.created")) {
			JsonNode thread = event.json();
			this.threadId = (thread != null) ? Json.id(thread, "id") : null;
		}
		else {
			JsonNode error = event.error();
			if (error != null) {
				sink.fail(error);
			}
		}
	}

	private void readRun(ServerEvent event, StreamSink sink) {
		ObjectNode json = event.json();
		if (json == null) {
			return;
		}
		if (this.run == null && !isRun(event.type(), json)) {
			return;
		}
		if (this.run != null && Json.text(json, "id") == null) {
			json.put("id", this.run.id());
		}
		Run run = (this.run != null) ? RunObjectReader.read(event.response(json), this.run.id(), this.run.threadId())
				: RunObjectReader.read(event.response(json), this.threadId);
		this.run = run;
		if (run.status() == RunStatus.COMPLETED || run.requiresAction()) {
			tellOpenMessages(run, sink);
		}
		sink.emit(new RunEvent.Snapshot(run, null));
	}

	/** Return whether an event contains the run; only known ones determine its id. */
	private static boolean isRun(String type, JsonNode json) {
		String name = type.substring(Math.min(type.length(), RUN.length() + 1));
		return type.equals(RUN) || name.equals("created") || RunStatus.of(name) != RunStatus.UNKNOWN
				|| RUN.equals(Json.text(json, "object"));
	}

	/**
	 * Complete the messages for which the server sent no final event.
	 */
	private void tellOpenMessages(Run run, StreamSink sink) {
		this.texts.open().forEach((id, text) -> {
			this.texts.complete(id);
			ObjectNode json = Json.object().put("id", id.isEmpty() ? "msg_" + run.id() : id);
			json.put("role", Message.ASSISTANT).put("content", text);
			sink.emit(new RunEvent.MessageCompleted(message(json), null));
		});
	}

	private void readStep(String type, ServerEvent event, StreamSink sink) {
		boolean ended = switch (type.substring(STEP.length())) {
			case ".completed", ".failed", ".cancelled", ".expired" -> true;
			default -> false;
		};
		JsonNode json = (ended && this.run != null) ? event.json() : null;
		if (json != null && this.run != null) {
			sink.emit(new RunEvent.StepCompleted(StepObjectReader.read(json, this.run), null));
		}
	}

	private void readMessage(String type, ServerEvent event, StreamSink sink) {
		ObjectNode json = event.json();
		if (json == null) {
			return;
		}
		this.messageId = Json.text(json, "id", this.messageId);
		if (type.endsWith(".delta")) {
			String text = this.texts.add(this.messageId, text(json));
			if (!text.isEmpty()) {
				sink.emit(new RunEvent.TextDelta(this.messageId, text, null));
			}
		}
		else if (type.endsWith(".completed")) {
			String text = this.texts.complete(this.messageId);
			if (!text.isEmpty() && json.path("content").isEmpty() && Json.text(json, "content") == null) {
				json.put("content", text);
			}
			if (!this.messageId.isEmpty()) {
				json.put("id", this.messageId);
			}
			sink.emit(new RunEvent.MessageCompleted(message(json), null));
		}
	}

	private Message message(ObjectNode json) {
		if (this.run != null && Json.text(json, "run_id") == null) {
			json.put("run_id", this.run.id());
		}
		return MessageJson.read(json, (this.threadId != null) ? this.threadId : "");
	}

	private static String text(JsonNode json) {
		JsonNode delta = Json.child(json, "delta");
		if (delta == null) {
			return Json.text(json, "delta", "");
		}
		StringBuilder text = new StringBuilder(Json.text(delta, "content", ""));
		for (JsonNode part : Json.children(delta, "content")) {
			JsonNode nested = Json.child(part, "text");
			text.append((nested != null) ? Json.text(nested, "value", "") : Json.text(part, "text", ""));
		}
		return text.toString();
	}

}
