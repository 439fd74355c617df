package io.github.openairun.wire.assistants;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Assistant;
import io.github.openairun.Message;
import io.github.openairun.ModelSettings;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;

/**
 * Writes the requests that create and continue runs (OpenAI API reference, Create run,
 * Create thread and run, Submit tool outputs to run).
 */
final class RunRequestWriter {

	private static final int MIN_TOKENS = 256;

	private static final int MAX_TOOLS = 20;

	private RunRequestWriter() {
	}

	/**
	 * Return whether a run without a thread has settings that only a run on an existing
	 * thread supports.
	 */
	static boolean needsThread(RunCreation creation) {
		RunRequest request = creation.request();
		return request.additionalInstructions() != null || creation.settings().reasoningEffort() != null
				|| request.messages().size() > ServerThreads.MAX_MESSAGES;
	}

	/**
	 * Write a run on an existing thread.
	 */
	static ObjectNode onThread(RunCreation creation, List<Message> messages) {
		ObjectNode body = run(creation);
		RunRequest request = creation.request();
		put(body, "reasoning_effort", creation.settings().reasoningEffort());
		put(body, "additional_instructions", request.additionalInstructions());
		if (!messages.isEmpty()) {
			body.set("additional_messages", MessageJson.write(messages));
		}
		return withExtras(body, request);
	}

	/**
	 * Write a run with its thread.
	 */
	static ObjectNode withThread(RunCreation creation) {
		ObjectNode body = run(creation);
		RunRequest request = creation.request();
		if (!request.messages().isEmpty()) {
			body.putObject("thread").set("messages", MessageJson.write(request.messages()));
		}
		return withExtras(body, request);
	}

	private static ObjectNode run(RunCreation creation) {
		RunRequest request = creation.request();
		Assistant assistant = creation.assistant();
		ModelSettings settings = creation.settings();
		ObjectNode body = Json.object();
		body.put("assistant_id", requireId(assistant));
		put(body, "instructions", (request.instructions() != null) ? request.instructions() : assistant.instructions());
		writeSettings(settings, body);
		putTokens(body, "max_prompt_tokens", "maxPromptTokens", request.maxPromptTokens());
		putTokens(body, "max_completion_tokens", "maxCompletionTokens", settings.maxCompletionTokens());
		writeTools(creation, body);
		if (request.toolChoice() != null) {
			body.set("tool_choice", AssistantToolJson.write(request.toolChoice()));
		}
		if (request.parallelToolCalls() != null && !body.path("tools").isEmpty()) {
			// Servers reject it without tools.
			body.put("parallel_tool_calls", request.parallelToolCalls());
		}
		ObjectNode metadata = NonceMetadata.write(creation.metadata(), creation.nonce());
		if (!metadata.isEmpty()) {
			body.set("metadata", metadata);
		}
		return body;
	}

	private static String requireId(Assistant assistant) {
		String id = assistant.id();
		if (id == null || id.isBlank()) {
			throw new IllegalArgumentException("Assistant '" + assistant.name()
					+ "' has no id, which wire 'assistants' needs: set openai.run.assistants." + assistant.name()
					+ ".id to the id of an assistant on the server");
		}
		return id;
	}

	/**
	 * Write the properties that runs and assistants have in common.
	 */
	static void writeSettings(ModelSettings settings, ObjectNode body) {
		put(body, "model", settings.model());
		if (settings.temperature() != null) {
			body.put("temperature", settings.temperature());
		}
		if (settings.topP() != null) {
			body.put("top_p", settings.topP());
		}
		if (settings.responseFormat() != null) {
			body.set("response_format", AssistantToolJson.write(settings.responseFormat()));
		}
	}

	/**
	 * Tools replace those that the assistant has on the server, so they are omitted if
	 * none are specified.
	 */
	private static void writeTools(RunCreation creation, ObjectNode body) {
		if (!sendsTools(creation)) {
			return;
		}
		checkTools(creation);
		body.set("tools", AssistantToolJson.write(creation.tools(), creation.assistant().builtInTools()));
	}

	static void checkTools(RunCreation creation) {
		int count = creation.tools().size() + creation.assistant().builtInTools().size();
		if (count > MAX_TOOLS) {
			throw new IllegalArgumentException(
					"Wire 'assistants' offers a run at most " + MAX_TOOLS + " tools, not " + count + tooMany(creation)
							+ ": name those it needs with RunRequest.tools or openai.run.assistants."
							+ creation.assistant().name() + ".tools");
		}
	}

	private static String tooMany(RunCreation creation) {
		int allowed = MAX_TOOLS - creation.assistant().builtInTools().size();
		return (allowed >= 0 && allowed < creation.tools().size())
				? " ('" + creation.tools().get(allowed).name() + "' is the first one too many)" : "";
	}

	static boolean sendsTools(RunCreation creation) {
		Assistant assistant = creation.assistant();
		boolean restricted = creation.request().tools() != null || assistant.tools() != null;
		return restricted || !creation.tools().isEmpty() || !assistant.builtInTools().isEmpty();
	}

	private static ObjectNode withExtras(ObjectNode body, RunRequest request) {
		request.extraBody().forEach((name, value) -> body.set(name, Json.tree(value)));
		return body;
	}

	/**
	 * Write what a run waits for. Only Azure's agents take approvals, without a reason
	 * (Azure AI Agents REST API, Submit tool outputs to run, {@code tool_approvals}).
	 */
	static ObjectNode outputs(List<ToolOutput> outputs) {
		ObjectNode body = Json.object();
		for (ToolOutput output : outputs) {
			String name = (output.approved() != null) ? "tool_approvals" : "tool_outputs";
			ObjectNode answer = body.withArray(name).addObject().put("tool_call_id", CallIds.ofServer(output.callId()));
			if (output.approved() != null) {
				answer.put("approve", output.approved());
			}
			else {
				answer.put("output", output.output());
			}
		}
		return body;
	}

	static void put(ObjectNode body, String name, @Nullable String value) {
		if (value != null) {
			body.put(name, value);
		}
	}

	private static void putTokens(ObjectNode body, String name, String argument, @Nullable Integer value) {
		if (value != null) {
			if (value < MIN_TOKENS) {
				throw new IllegalArgumentException("'" + argument + "' (" + name + ") must be at least " + MIN_TOKENS
						+ " on wire 'assistants', but is " + value);
			}
			body.put(name, value);
		}
	}

}
