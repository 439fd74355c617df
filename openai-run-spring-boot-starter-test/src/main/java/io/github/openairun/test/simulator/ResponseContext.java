package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the model sees when it makes a response.
 *
 * @param conversation the conversation, if there is one
 * @param earlier the items from before this response
 * @param input the items of its request
 */
record ResponseContext(@Nullable SimulatedConversation conversation, List<ObjectNode> earlier, List<ObjectNode> input) {

	List<ObjectNode> items() {
		List<ObjectNode> items = new ArrayList<>(this.earlier);
		items.addAll(this.input);
		return items;
	}

	/**
	 * The live service refuses a context in which a call lacks its output (seen in
	 * microsoft/agent-framework#5941), or an output its call
	 * (continuedev/continue#10092).
	 */
	void check() {
		Map<String, String> outputs = outputs();
		Set<String> calls = new HashSet<>();
		List<String> unanswered = new ArrayList<>();
		for (ObjectNode item : items()) {
			String callId = item.path("call_id").asString("");
			if (isType(item, ResponseItems.CALL)) {
				calls.add(callId);
				if (!outputs.containsKey(callId)) {
					unanswered.add(callId);
				}
			}
			else if (isType(item, ResponseItems.OUTPUT) && !calls.contains(callId)) {
				throw new ApiError(400, "No tool call found for function call output with call_id " + callId + ".",
						"input", null);
			}
		}
		if (!unanswered.isEmpty()) {
			throw new ApiError(400, "No tool output found for function call " + unanswered.get(0) + ".", "input", null);
		}
	}

	/**
	 * Refuses a second output for a call.
	 */
	void checkDuplicates() {
		Set<String> answered = new HashSet<>();
		for (ObjectNode item : items()) {
			if (isType(item, ResponseItems.OUTPUT) && !answered.add(item.path("call_id").asString(""))) {
				throw new ApiError(400,
						"Duplicate tool output for function call " + item.path("call_id").asString("") + ".", "input",
						null);
			}
		}
	}

	String lastUserText() {
		List<ObjectNode> items = items();
		int last = lastUserMessage(items);
		return (last < 0) ? "" : text(items.get(last).path("content"));
	}

	int userMessages() {
		return (int) items().stream().filter(ResponseContext::isUserMessage).count();
	}

	/**
	 * Returns the calls since the last user message that have got their outputs: they say
	 * how far the script has come.
	 */
	List<AnsweredCall> answered() {
		Map<String, String> outputs = outputs();
		List<ObjectNode> items = items();
		return items.subList(lastUserMessage(items) + 1, items.size())
			.stream()
			.filter((item) -> isType(item, ResponseItems.CALL))
			.map((call) -> new AnsweredCall(call.path("name").asString(),
					outputs.getOrDefault(call.path("call_id").asString(), "")))
			.toList();
	}

	int tokens() {
		return items().stream().mapToInt((item) -> Tokens.of(item.toString())).sum();
	}

	private Map<String, String> outputs() {
		Map<String, String> outputs = new HashMap<>();
		for (ObjectNode item : items()) {
			if (isType(item, ResponseItems.OUTPUT)) {
				outputs.put(item.path("call_id").asString(), text(item.path("output")));
			}
		}
		return outputs;
	}

	private static int lastUserMessage(List<ObjectNode> items) {
		for (int i = items.size() - 1; i >= 0; i--) {
			if (isUserMessage(items.get(i))) {
				return i;
			}
		}
		return -1;
	}

	private static boolean isUserMessage(ObjectNode item) {
		return isType(item, "message") && "user".equals(item.path("role").asString(""));
	}

	private static boolean isType(ObjectNode item, String type) {
		return type.equals(item.path("type").asString(""));
	}

	static String text(JsonNode value) {
		if (!value.isArray()) {
			return value.asString("");
		}
		return StreamSupport.stream(value.spliterator(), false)
			.map((part) -> part.path("text").asString(""))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("\n"));
	}

}
