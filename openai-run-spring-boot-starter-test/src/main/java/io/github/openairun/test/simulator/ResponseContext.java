package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
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
		CalledTools calls = new CalledTools(items());
		for (ObjectNode stray : calls.strays()) {
			String id = ClientCalls.id(stray);
			throw new SimulatedApiError(400,
					ClientCalls.DECISION.equals(ClientCalls.type(stray))
							? "No approval request found with id " + id + "."
							: "No tool call found for " + ClientCalls.noun(stray) + " output with call_id " + id + ".",
					"input", null);
		}
		for (ObjectNode call : calls.unanswered()) {
			throw new SimulatedApiError(400,
					"No tool output found for " + ClientCalls.noun(call) + " " + ClientCalls.id(call) + ".", "input",
					null);
		}
	}

	/**
	 * Refuses a second output for a call.
	 */
	void checkDuplicates() {
		List<ObjectNode> duplicates = new CalledTools(items()).duplicates();
		if (!duplicates.isEmpty()) {
			throw new SimulatedApiError(400,
					"Duplicate tool output for function call " + ClientCalls.id(duplicates.get(0)) + ".", "input",
					null);
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
	 * Returns the calls since the last user message: they say how far the script has
	 * come.
	 */
	List<CalledTools.Called> recentCalls() {
		List<ObjectNode> items = items();
		return new CalledTools(items).from(lastUserMessage(items) + 1);
	}

	/**
	 * Returns whether the input is the whole history.
	 */
	boolean isWhole() {
		return this.conversation == null && this.earlier.isEmpty();
	}

	/**
	 * Returns what the input adds to what the model has said before.
	 */
	List<ObjectNode> added() {
		return isWhole() ? AddedItems.last(this.input) : this.input;
	}

	int tokens() {
		return items().stream().mapToInt((item) -> Tokens.of(item.toString())).sum();
	}

	private static int lastUserMessage(List<ObjectNode> items) {
		for (int i = items.size() - 1; i >= 0; i--) {
			if (isUserMessage(items.get(i))) {
				return i;
			}
		}
		return -1;
	}

	static boolean isUserMessage(ObjectNode item) {
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
