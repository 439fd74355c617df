package io.github.openairun.wire.assistants;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiError;
import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.Message;
import io.github.openairun.NotFoundException;
import io.github.openairun.Run;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;

/**
 * Creates the requests for runs, whose responses can be read as a whole or as a stream.
 */
class RunRequestFactory {

	static final String RUNS = "/threads/{thread_id}/runs";

	static final String RUN = RUNS + "/{run_id}";

	private final RunToolResolver tools;

	private final ServerAssistants assistants;

	private final ServerThreads threads;

	/**
	 * The number of messages that were added for a run before its thread was found busy.
	 */
	private final Map<RunCreation, Integer> added = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Create a factory.
	 * @param client sends preceding requests
	 */
	RunRequestFactory(WireClient client, RunToolResolver tools) {
		this.tools = tools;
		this.assistants = new ServerAssistants(client, tools);
		this.threads = new ServerThreads(client);
	}

	/**
	 * Reject a run that cannot be created before a thread is created for it.
	 */
	void check(RunCreation creation) {
		RunRequestWriter.onThread(complete(creation), creation.request().messages());
	}

	/**
	 * Add the messages of a run that exceed the limit of one request to its thread. If
	 * the thread is busy, a further call with the same creation adds the rest.
	 * @return the same run with the remaining messages
	 */
	RunCreation withFewMessages(RunCreation creation, String threadId) {
		List<Message> messages = creation.request().messages();
		int before = Math.max(0, messages.size() - ServerThreads.MAX_MESSAGES);
		for (int i = this.added.getOrDefault(creation, 0); i < before; i++) {
			this.threads.addMessage(threadId, messages.get(i));
			this.added.put(creation, i + 1);
		}
		this.added.remove(creation);
		RunRequest.Builder request = creation.request().mutate().thread(threadId);
		return creation.with(request.messages(messages.subList(before, messages.size())).build());
	}

	private RunCreation complete(RunCreation creation) {
		return this.tools.complete(creation, this.assistants);
	}

	/**
	 * Return the request that creates a run, and create its thread first if there is none
	 * and the run needs one.
	 */
	WireRequest creation(RunCreation asked) {
		RunCreation creation = complete(asked);
		String threadId = creation.request().threadId();
		if (threadId != null) {
			Ids.require(threadId, "threadId", ServerThreads.PREFIX);
			RunRequestWriter.onThread(creation, creation.request().messages());
			RunCreation last = withFewMessages(creation, threadId);
			return request(last, threadId, RunRequestWriter.onThread(last, last.request().messages()));
		}
		if (RunRequestWriter.needsThread(creation)) {
			ObjectNode body = RunRequestWriter.onThread(creation, List.of());
			return request(creation, this.threads.create(creation.request().messages(), Map.of()).id(), body);
		}
		return WireRequest.post("/threads/runs")
			.body(RunRequestWriter.withThread(creation))
			.notFound((error) -> notFound(error, creation.assistant(), null));
	}

	private static WireRequest request(RunCreation creation, String threadId, ObjectNode body) {
		return WireRequest.post(RUNS)
			.thread("thread_id", threadId)
			.body(body)
			.notFound((error) -> notFound(error, creation.assistant(), threadId));
	}

	/**
	 * Determine the missing object, which the server names only in its message.
	 */
	private static RuntimeException notFound(ApiError error, Assistant assistant, @Nullable String threadId) {
		String message = error.message();
		boolean namesThread = threadId != null && message.contains(threadId);
		boolean namesAssistant = message.toLowerCase(Locale.ROOT).contains("assistant")
				|| (assistant.id() != null && message.contains(assistant.id()));
		if (namesAssistant && !namesThread) {
			return assistantNotFound(error, assistant);
		}
		boolean namesModel = "model_not_found".equals(error.code());
		return (threadId != null && !namesModel) ? new ThreadNotFoundException(threadId, error)
				: new NotFoundException(error);
	}

	private static AssistantNotFoundException assistantNotFound(ApiError error, Assistant assistant) {
		String id = (assistant.id() != null) ? assistant.id() : assistant.name();
		boolean configured = !id.equals(assistant.name());
		String remedy = configured ? "The server does not have it: check openai.run.assistants." + assistant.name()
				+ ".id and the API key." : "The server does not have it either: check the id and the API key.";
		return new AssistantNotFoundException(id, configured ? List.of(assistant.name()) : List.of(), remedy,
				new NotFoundException(error));
	}

	/**
	 * Return the request that submits the outputs of a run.
	 */
	static WireRequest submission(Run run, List<ToolOutput> outputs) {
		return about(WireRequest.post(RUN + "/submit_tool_outputs"), run).body(RunRequestWriter.outputs(outputs));
	}

	static WireRequest about(WireRequest request, Run run) {
		return about(request, run.id(), run.threadId());
	}

	static WireRequest about(WireRequest request, String runId, String threadId) {
		return request.thread("thread_id", threadId)
			.variable("run_id", runId)
			.aboutRun(runId)
			.notFound((error) -> new RunNotFoundException(runId, threadId, error));
	}

}
