package io.github.openairun.engine;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Delivery;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.wire.Json;

/**
 * Reads and writes the JSON form of a {@link DriveProgress}.
 */
final class ProgressJson {

	/** Raised whenever older versions of this library would misunderstand the form. */
	static final int VERSION = 1;

	private ProgressJson() {
	}

	static ObjectNode write(DriveProgress progress) {
		ProgressFields fields = progress.fields();
		ObjectNode json = Json.object().put("version", VERSION);
		put(json, "deadline", fields.deadline);
		put(json, "threadId", fields.threadId);
		RunReference run = fields.run;
		if (run != null) {
			ObjectNode position = json.putObject("run").put("id", run.id()).put("threadId", run.threadId());
			put(position, "createdAt", run.createdAt());
			put(position, "assistant", run.assistant());
			put(position, "continuation", run.continuation());
		}
		json.put("creating", fields.creating);
		json.put("submitting", fields.submitting);
		put(json, "asking", fields.asking);
		json.put("waited", fields.waited);
		put(json, "suspendedAt", fields.suspendedAt);
		json.put("polls", fields.counts.polls());
		json.put("rounds", fields.counts.rounds());
		json.put("refusedRounds", fields.counts.refusedRounds());
		ArrayNode calls = json.putArray("calls");
		fields.calls.forEach((call, count) -> calls.addObject()
			.put("name", call.name())
			.put("arguments", call.arguments())
			.put("count", count));
		ArrayNode begun = json.putArray("begun");
		fields.begun.values()
			.forEach((call) -> write(begun.addObject(), call.call()).put("delivery", call.delivery().name()));
		ArrayNode answers = json.putArray("answers");
		fields.answers.values()
			.forEach((answer) -> write(answers.addObject(), answer.call()).put("output", answer.output())
				.put("outcome", answer.outcome().name())
				.put("submitted", fields.submitted.contains(answer.call().id())));
		return json;
	}

	private static ObjectNode write(ObjectNode json, ToolCall call) {
		return json.put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
	}

	private static void put(ObjectNode json, String name, @Nullable Object value) {
		if (value != null) {
			json.put(name, value.toString());
		}
	}

	static DriveProgress read(String text) {
		return read(Json.parse(text, "progress"));
	}

	static DriveProgress read(JsonNode json) {
		requireVersion(json, VERSION, "progress of a drive");
		ProgressFields fields = new ProgressFields();
		fields.deadline = time(json, "deadline");
		fields.threadId = Json.text(json, "threadId");
		JsonNode run = Json.child(json, "run");
		if (run != null) {
			Instant createdAt = time(run, "createdAt");
			fields.run = new RunReference(required(run, "id"), required(run, "threadId"),
					(createdAt != null) ? createdAt : Instant.EPOCH, Json.text(run, "assistant"),
					Json.text(run, "continuation"));
		}
		fields.creating = Json.flag(json, "creating", false);
		fields.submitting = Json.flag(json, "submitting", false);
		fields.asking = Json.text(json, "asking");
		fields.waited = Json.flag(json, "waited", false);
		fields.suspendedAt = time(json, "suspendedAt");
		fields.counts = new ProgressFields.Counts((int) Json.number(json, "polls", 0),
				(int) Json.number(json, "rounds", 0), (int) Json.number(json, "refusedRounds", 0));
		Map<ProgressFields.Signature, Integer> calls = fields.calls();
		for (JsonNode call : Json.children(json, "calls")) {
			calls.put(new ProgressFields.Signature(Json.text(call, "name", ""), Json.text(call, "arguments", "")),
					(int) Json.number(call, "count", 1));
		}
		Map<String, ProgressFields.Begun> begun = fields.begun();
		for (JsonNode call : Json.children(json, "begun")) {
			ToolCall made = call(call);
			begun.put(made.id(), new ProgressFields.Begun(made, Delivery.valueOf(required(call, "delivery"))));
		}
		Map<String, ToolAnswer> answers = fields.answers();
		for (JsonNode answer : Json.children(json, "answers")) {
			ToolCall made = call(answer);
			answers.put(made.id(), new ToolAnswer(made, Json.text(answer, "output", ""),
					ToolOutcome.valueOf(Json.text(answer, "outcome", ToolOutcome.SUCCESS.name()))));
			if (Json.flag(answer, "submitted", false)) {
				fields.submitted().add(made.id());
			}
		}
		return DriveProgress.of(fields);
	}

	/**
	 * Refuse a form that this version of the library does not understand.
	 * @throws IllegalArgumentException if the version is newer or missing
	 */
	static void requireVersion(JsonNode json, int known, String what) {
		long version = Json.number(json, "version", 0);
		if (version < 1) {
			throw new IllegalArgumentException("The JSON is no " + what + ": it has no 'version'");
		}
		if (version > known) {
			throw new IllegalArgumentException("The " + what + " has version " + version + ", and this version of the "
					+ "library understands version " + known + " at most. It was written by a newer version: drive it "
					+ "there, or upgrade");
		}
	}

	private static ToolCall call(JsonNode json) {
		return new ToolCall(required(json, "id"), Json.text(json, "name", ""), Json.text(json, "arguments", ""));
	}

	static String required(JsonNode json, String name) {
		String text = Json.text(json, name);
		if (text == null) {
			throw new IllegalArgumentException("The JSON of a drive has no '" + name + "'");
		}
		return text;
	}

	private static @Nullable Instant time(JsonNode json, String name) {
		String text = Json.text(json, name);
		return (text != null) ? Instant.parse(text) : null;
	}

}
