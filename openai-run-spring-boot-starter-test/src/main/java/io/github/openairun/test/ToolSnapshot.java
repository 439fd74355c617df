package io.github.openairun.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolDefinition;

/**
 * What models are told about tools, as a text that can be kept and compared.
 */
final class ToolSnapshot {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final JsonNode tools;

	private ToolSnapshot(JsonNode tools) {
		this.tools = tools;
	}

	static ToolSnapshot of(List<ToolDefinition> definitions) {
		ObjectNode tools = MAPPER.createObjectNode();
		for (ToolDefinition definition : definitions) {
			ObjectNode tool = tools.putObject(definition.name());
			tool.put("description", definition.description()).put("strict", definition.strict());
			tool.set("parameters", MAPPER.readTree(definition.parameters()));
		}
		return new ToolSnapshot(tools);
	}

	static ToolSnapshot read(String json) {
		return new ToolSnapshot(MAPPER.readTree(json));
	}

	String json() {
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this.tools).replace("\r\n", "\n") + "\n";
	}

	/**
	 * Return what is different in another snapshot, one line for each difference.
	 */
	List<String> changesTo(ToolSnapshot other) {
		List<String> changes = new ArrayList<>();
		compare("", this.tools, other.tools, changes);
		return changes;
	}

	private static void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after,
			List<String> changes) {
		if (before == null) {
			changes.add("  " + path + " is new: " + after);
		}
		else if (after == null) {
			changes.add("  " + path + " is gone; it was " + before);
		}
		else if (before.isContainer() && before.getNodeType() == after.getNodeType()) {
			for (String name : names(before, after)) {
				compare(path.isEmpty() ? name : path + "." + name, child(before, name), child(after, name), changes);
			}
		}
		else if (!before.equals(after)) {
			changes.add("  " + path + " was " + before + " and is " + after);
		}
	}

	private static Set<String> names(JsonNode before, JsonNode after) {
		Set<String> names = new LinkedHashSet<>();
		Stream.of(before, after)
			.forEach((node) -> names.addAll(node.isArray()
					? IntStream.range(0, node.size()).mapToObj(Integer::toString).toList() : node.propertyNames()));
		return names;
	}

	private static @Nullable JsonNode child(JsonNode node, String name) {
		return node.isArray() ? node.get(Integer.parseInt(name)) : node.get(name);
	}

}
