package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The runs of wire Assistants v2.
 */
final class RunCatalog {

	/**
	 * The live service refuses a longer output with code string_above_max_length.
	 */
	private static final int MAXIMUM_OUTPUT = 1_048_576;

	private final SimulatorSettings settings;

	private final ScriptBook scripts;

	private final SimulatedAssistants assistants;

	private final ThreadCatalog threads;

	private final Set<AssistantRun> active = new LinkedHashSet<>();

	RunCatalog(SimulatorSettings settings, ScriptBook scripts, SimulatedAssistants assistants, ThreadCatalog threads) {
		this.settings = settings;
		this.scripts = scripts;
		this.assistants = assistants;
		this.threads = threads;
	}

	void advance(Instant now) {
		this.active.forEach((run) -> run.advance(now));
		this.active.removeIf(AssistantRun::ended);
	}

	/**
	 * OpenAI API reference, Create run. A thread has one active run at most.
	 */
	AssistantRun create(RoutedRequest call) {
		SimulatedThread thread = this.threads.require(call.id(0));
		RequestBody body = call.body();
		RunRequests.check(body, false);
		ObjectNode assistant = this.assistants.get(body.requireId("assistant_id", "asst"));
		checkToolChoice(body, assistant);
		AssistantRun blocking = thread.activeRun();
		if (blocking != null) {
			throw SimulatedApiError
				.badRequest("Thread " + thread.id() + " already has an active run " + blocking.id() + ".");
		}
		List<ObjectNode> messages = body.objects("additional_messages", ThreadMessages.MAXIMUM)
			.stream()
			.map(ThreadMessages::read)
			.toList();
		messages.forEach((message) -> thread.addMessage(message, call.now()));
		return start(thread, body, assistant, call);
	}

	/**
	 * OpenAI API reference, Create thread and run.
	 */
	AssistantRun createWithThread(RoutedRequest call) {
		RequestBody body = call.body();
		RunRequests.check(body, true);
		ObjectNode assistant = this.assistants.get(body.requireId("assistant_id", "asst"));
		checkToolChoice(body, assistant);
		RequestBody thread = body.child("thread");
		SimulatedThread created = this.threads.create((thread != null) ? thread : RequestBody.parse(""), call.now());
		return start(created, body, assistant, call);
	}

	AssistantRun require(RoutedRequest call) {
		AssistantRun run = find(this.threads.require(call.id(0)), call.id(1));
		if (run == null) {
			throw SimulatedApiError.notFound("No run found with id '" + call.id(1) + "'.");
		}
		return run;
	}

	ObjectNode list(RoutedRequest call) {
		return Page.of(this.threads.require(call.id(0)).runs().stream().map(AssistantRun::json).toList(), call, "run");
	}

	ObjectNode modify(RoutedRequest call) {
		AssistantRun run = require(call);
		SimulatedMetadata.update(run.echo(), call.body().allow(Set.of("metadata")),
				this.settings.has(Variant.METADATA_MERGED));
		return run.json();
	}

	/**
	 * OpenAI API reference, Submit tool outputs to run: all outputs in one request.
	 */
	AssistantRun submit(RoutedRequest call) {
		AssistantRun run = require(call);
		if (run.status() == SimulatedRunStatus.REQUIRES_ACTION && WaitingCall.isApproval(run.pending())) {
			return decide(run, call);
		}
		RequestBody body = call.body().allow(Set.of("tool_outputs", "stream"));
		boolean streamed = body.flag("stream", false);
		body.require("tool_outputs");
		if (run.status() != SimulatedRunStatus.REQUIRES_ACTION) {
			throw SimulatedApiError
				.badRequest("Runs in status \"" + run.status().text() + "\" do not accept tool outputs.");
		}
		Map<String, String> outputs = new LinkedHashMap<>();
		List<String> given = new ArrayList<>();
		for (RequestBody output : body.objects("tool_outputs", Integer.MAX_VALUE)) {
			output.allow(Set.of("tool_call_id", "output"));
			String id = output.requireText("tool_call_id");
			String text = output.text("output", MAXIMUM_OUTPUT);
			outputs.put(id, (text != null) ? text : "");
			given.add(id);
		}
		checkAll(run, given, "tool outputs");
		if (streamed) {
			run.events().open();
		}
		run.submit(outputs, call.now());
		return run;
	}

	/**
	 * Azure AI Agents, REST API, Submit tool outputs to run: {@code tool_approvals}.
	 */
	private static AssistantRun decide(AssistantRun run, RoutedRequest call) {
		RequestBody body = call.body().allow(Set.of("tool_approvals", "stream"));
		body.require("tool_approvals");
		Map<String, Boolean> approvals = new LinkedHashMap<>();
		List<String> given = new ArrayList<>();
		for (RequestBody approval : body.objects("tool_approvals", Integer.MAX_VALUE)) {
			String id = approval.requireText("tool_call_id");
			approvals.put(id, approval.flag("approve", false));
			given.add(id);
		}
		checkAll(run, given, "tool approvals");
		if (body.flag("stream", false)) {
			run.events().open();
		}
		run.decide(approvals, call.now());
		return run;
	}

	private static void checkAll(AssistantRun run, List<String> given, String noun) {
		List<String> expected = run.pending().stream().map(WaitingCall::id).toList();
		if (given.size() != expected.size() || !new HashSet<>(given).equals(new HashSet<>(expected))) {
			throw SimulatedApiError
				.badRequest("Expected " + noun + " for call_ids " + quoted(expected) + ", got " + quoted(given));
		}
	}

	ObjectNode cancel(RoutedRequest call) {
		AssistantRun run = require(call);
		run.cancel(call.now());
		return run.json();
	}

	private static void checkToolChoice(RequestBody body, ObjectNode assistant) {
		ToolRules.checkChoice(body.node("tool_choice"),
				(body.node("tools") != null) ? body.object().path("tools") : assistant.path("tools"));
	}

	private AssistantRun start(SimulatedThread thread, RequestBody body, ObjectNode assistant, RoutedRequest call) {
		ObjectNode echo = RunRequests.echo(body, assistant);
		Question question = Question.of(thread.lastUserText(), thread.userMessages(), echo, assistant);
		AssistantRun run = new AssistantRun(echo, thread, new Play(this.scripts, question), this.settings.phases(),
				call.now());
		this.scripts.record(() -> run.recorded(question));
		if (body.flag("stream", false)) {
			run.events().open();
			if (call.operation() == Operation.CREATE_THREAD_AND_RUN) {
				run.events().add("thread.created", thread::json);
			}
		}
		run.begin();
		thread.runs().add(run);
		this.active.add(run);
		return run;
	}

	private static @Nullable AssistantRun find(SimulatedThread thread, String id) {
		return thread.runs().stream().filter((run) -> run.id().equals(id)).findFirst().orElse(null);
	}

	private static String quoted(List<String> ids) {
		return ids.stream().map((id) -> "'" + id + "'").collect(Collectors.joining(", ", "[", "]"));
	}

}
