package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change that the simulator has made at a client's request, whatever became of the
 * answer.
 *
 * @param operation what was asked for
 * @param threadId the thread or conversation, or {@code null} if there is none
 * @param runId the run, or the response, which is a new one for each submission; or
 * {@code null} if there is none
 * @param messages the texts of the user's messages that came with it
 * @param callIds the ids of the calls whose outputs came with it
 * @since 0.1.0
 */
public record Accepted(Operation operation, @Nullable String threadId, @Nullable String runId, List<String> messages,
		List<String> callIds) {

	public Accepted {
		messages = List.copyOf(messages);
		callIds = List.copyOf(callIds);
	}

	static Accepted of(RoutedRequest call, ObjectNode result) {
		ObjectNode body = call.body().object();
		List<String> messages = new ArrayList<>();
		List<String> callIds = new ArrayList<>();
		addMessage(messages, body);
		if (body.path("input").isString()) {
			messages.add(body.path("input").asString());
		}
		for (String name : List.of("messages", "additional_messages", "items")) {
			body.path(name).forEach((item) -> addMessage(messages, item));
		}
		List<JsonNode> added = AddedItems.of(body);
		added.forEach((item) -> addMessage(messages, item));
		body.path("thread").path("messages").forEach((message) -> addMessage(messages, message));
		body.path("tool_outputs").forEach((output) -> callIds.add(output.path("tool_call_id").asString("")));
		body.path("tool_approvals").forEach((output) -> callIds.add(output.path("tool_call_id").asString("")));
		added.stream().filter(AddedItems::isOutput).forEach((item) -> callIds.add(ClientCalls.id(item)));
		return new Accepted(call.operation(), thread(call, result), id(call, result, "run_", "resp_"), messages,
				callIds);
	}

	private static void addMessage(List<String> messages, JsonNode item) {
		if ("user".equals(item.path("role").asString(""))) {
			JsonNode content = item.path("content");
			if (content.isString()) {
				messages.add(content.asString());
			}
			else {
				StringBuilder text = new StringBuilder();
				content.forEach((part) -> text.append(part.path("text").asString("")));
				messages.add(text.toString());
			}
		}
	}

	private static @Nullable String thread(RoutedRequest call, ObjectNode result) {
		String named = result.path("thread_id").asString(result.path("conversation").path("id").asString(""));
		return named.isEmpty() ? id(call, result, "thread_", "conv_") : named;
	}

	private static @Nullable String id(RoutedRequest call, ObjectNode result, String first, String second) {
		List<String> ids = new ArrayList<>(call.ids());
		ids.add(0, result.path("id").asString(""));
		return ids.stream().filter((id) -> id.startsWith(first) || id.startsWith(second)).findFirst().orElse(null);
	}

}
