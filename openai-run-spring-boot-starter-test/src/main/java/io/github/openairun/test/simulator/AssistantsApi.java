package io.github.openairun.test.simulator;

import java.time.Instant;

import tools.jackson.databind.node.ObjectNode;

/**
 * Wire Assistants v2: hands each operation to the part that keeps its objects.
 */
final class AssistantsApi {

	private final SimulatedAssistants assistants;

	private final ThreadCatalog threads;

	private final RunCatalog runs;

	AssistantsApi(SimulatorSettings settings, IdSequence ids, ScriptBook scripts) {
		this.assistants = new SimulatedAssistants(settings, ids);
		this.threads = new ThreadCatalog(settings, ids);
		this.runs = new RunCatalog(settings, scripts, this.assistants, this.threads);
	}

	void addAssistant(String id, RequestBody body, Instant now) {
		this.assistants.add(id, body, now);
	}

	/**
	 * Handles a request that wants its answer streamed.
	 */
	Feed stream(RoutedRequest call) {
		this.runs.advance(call.now());
		return switch (call.operation()) {
			case CREATE_RUN -> this.runs.create(call).feed();
			case CREATE_THREAD_AND_RUN -> this.runs.createWithThread(call).feed();
			case SUBMIT_TOOL_OUTPUTS -> this.runs.submit(call).feed();
			default -> throw new IllegalStateException("Not a stream: " + call.operation());
		};
	}

	ObjectNode handle(RoutedRequest call) {
		this.runs.advance(call.now());
		return switch (call.operation()) {
			case CREATE_ASSISTANT -> this.assistants.create(call);
			case LIST_ASSISTANTS -> this.assistants.list(call);
			case GET_ASSISTANT -> this.assistants.get(call.id(0));
			case MODIFY_ASSISTANT -> this.assistants.modify(call);
			case DELETE_ASSISTANT -> this.assistants.delete(call.id(0));
			case CREATE_THREAD -> this.threads.create(call.body(), call.now()).json();
			case GET_THREAD -> this.threads.require(call.id(0)).json();
			case MODIFY_THREAD -> this.threads.modify(call);
			case DELETE_THREAD -> this.threads.delete(call.id(0));
			case ADD_MESSAGE -> this.threads.addMessage(call);
			case LIST_MESSAGES -> this.threads.listMessages(call);
			case GET_MESSAGE -> this.threads.message(call);
			case MODIFY_MESSAGE -> this.threads.modifyMessage(call);
			case DELETE_MESSAGE -> this.threads.deleteMessage(call);
			case CREATE_RUN -> this.runs.create(call).json();
			case CREATE_THREAD_AND_RUN -> this.runs.createWithThread(call).json();
			case LIST_RUNS -> this.runs.list(call);
			case GET_RUN -> this.runs.require(call).json();
			case MODIFY_RUN -> this.runs.modify(call);
			case SUBMIT_TOOL_OUTPUTS -> this.runs.submit(call).json();
			case CANCEL_RUN -> this.runs.cancel(call);
			case LIST_STEPS -> Page.of(this.runs.require(call).steps(), call, "run step");
			case GET_STEP -> Page.require(this.runs.require(call).steps(), call.id(2), "run step");
			case DELETE_RUN, LIST_INPUT_ITEMS, RESUME_STREAM, COMPACT, COUNT_INPUT_TOKENS, LIST_MODELS, GET_MODEL ->
				throw new IllegalStateException("Not an operation of this wire: " + call.operation());
		};
	}

}
