package io.github.openairun.test.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes what a server answers at random: sizes, types, nulls, ids, order, and where it
 * ends.
 */
final class Mutation {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final List<String> IDS = List.of("", " ", ".", "..", "run_1", "thread_1", "asst_1", "msg_1",
			"resp_1", "conv_1", "call_1", "a/b?c#d", "\u0000", "x".repeat(2000));

	private static final List<String> WORDS = List.of("", "queued", "in_progress", "requires_action", "completed",
			"failed", "cancelled", "cancelling", "expired", "incomplete", "pondering", "list", "thread.run", "response",
			"function_call", "message", "NaN", "1e999999", "\ud800", "\u202etext");

	private final Random random;

	private final double probability;

	/**
	 * Create mutations.
	 * @param random decides what is changed
	 * @param probability how many of all answers are changed, from 0 to 1
	 */
	Mutation(Random random, double probability) {
		this.random = random;
		this.probability = probability;
	}

	/**
	 * Change a body, or not.
	 * @param stream whether it consists of events
	 */
	synchronized byte[] apply(byte[] body, boolean stream) {
		if (body.length == 0 || this.random.nextDouble() >= this.probability) {
			return body;
		}
		if (this.random.nextInt(8) == 0) {
			return Arrays.copyOf(body, this.random.nextInt(body.length));
		}
		String text = new String(body, StandardCharsets.UTF_8);
		return (stream ? events(text) : json(text)).getBytes(StandardCharsets.UTF_8);
	}

	private String events(String text) {
		List<String> events = new ArrayList<>(List.of(text.split("(?<=\n\n)")));
		int index = this.random.nextInt(events.size());
		String event = events.get(index);
		switch (this.random.nextInt(9)) {
			case 0 -> events.remove(index);
			case 1 -> events.add(index, event);
			case 2 -> Collections.swap(events, index, this.random.nextInt(events.size()));
			case 3 -> Collections.shuffle(events, this.random);
			case 4 -> events.set(index, event.replaceFirst("^event: .*\n", ""));
			case 5 -> events.set(index, event.replaceFirst("^event: .*\n", "event: " + pick(WORDS) + "\n"));
			default -> {
				int data = event.indexOf("data: ");
				if (data >= 0) {
					events.set(index, event.substring(0, data) + "data: " + json(event.substring(data + 6)) + "\n\n");
				}
			}
		}
		return String.join("", events);
	}

	private String json(String text) {
		JsonNode tree;
		try {
			tree = MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			return text;
		}
		if (!tree.isContainer()) {
			return value(tree).toString();
		}
		for (int changes = 1 + this.random.nextInt(3); changes > 0; changes--) {
			change(container(tree));
		}
		return tree.toString();
	}

	/** Return an object or a list somewhere in a tree, the deeper the likelier. */
	private JsonNode container(JsonNode tree) {
		List<JsonNode> containers = new ArrayList<>();
		collect(tree, containers);
		return pick(containers);
	}

	private static void collect(JsonNode node, List<JsonNode> containers) {
		containers.add(node);
		for (JsonNode child : node) {
			if (child.isContainer()) {
				collect(child, containers);
			}
		}
	}

	private void change(JsonNode container) {
		if (container instanceof ObjectNode object && !object.isEmpty()) {
			String name = pick(List.copyOf(object.propertyNames()));
			if (this.random.nextInt(5) == 0) {
				object.remove(name);
			}
			else {
				object.set(name,
						name.equals("id") || name.endsWith("_id") ? id(object.get(name)) : value(object.get(name)));
			}
		}
		else if (container instanceof ArrayNode array && !array.isEmpty()) {
			int index = this.random.nextInt(array.size());
			switch (this.random.nextInt(4)) {
				case 0 -> array.remove(index);
				case 1 -> array.insert(0, array.get(index).deepCopy());
				case 2 -> array.add(array.remove(index));
				default -> array.set(index, value(array.get(index)));
			}
		}
	}

	private JsonNode id(JsonNode old) {
		return (this.random.nextInt(3) == 0) ? value(old) : NODES.stringNode(pick(IDS));
	}

	private JsonNode value(JsonNode old) {
		return switch (this.random.nextInt(12)) {
			case 0 -> NODES.nullNode();
			case 1 -> NODES.booleanNode(this.random.nextBoolean());
			case 2 -> NODES.numberNode(this.random.nextInt());
			case 3 -> NODES.numberNode(-1L << this.random.nextInt(64));
			case 4 -> NODES.stringNode(pick(IDS));
			case 5 -> NODES.stringNode("9".repeat(50_000));
			case 6 -> NODES.objectNode();
			case 7 -> NODES.arrayNode().add(old.deepCopy()).add(old.deepCopy());
			case 8 -> NODES.objectNode().set("value", old.deepCopy());
			case 9 -> wide();
			case 10 -> deep();
			default -> NODES.stringNode(pick(WORDS));
		};
	}

	private ArrayNode wide() {
		ArrayNode wide = NODES.arrayNode();
		for (int i = this.random.nextInt(20_000); i > 0; i--) {
			wide.addObject().put("id", i);
		}
		return wide;
	}

	private ArrayNode deep() {
		ArrayNode deep = NODES.arrayNode();
		for (int i = this.random.nextInt(600); i > 0; i--) {
			deep = NODES.arrayNode().add(deep);
		}
		return deep;
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
