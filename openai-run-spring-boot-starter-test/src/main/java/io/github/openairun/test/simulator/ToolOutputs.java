package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * The outputs that a run has been given, by the name of the tool.
 *
 * @since 0.1.0
 */
public final class ToolOutputs {

	private final Map<String, List<String>> outputs;

	ToolOutputs(List<AnsweredCall> calls) {
		Map<String, List<String>> byTool = new LinkedHashMap<>();
		calls.stream()
			.filter((call) -> !call.denied())
			.forEach((call) -> byTool.computeIfAbsent(call.tool(), (tool) -> new ArrayList<>()).add(call.output()));
		this.outputs = byTool;
	}

	/**
	 * Returns the output of a tool, the latest if it was called several times.
	 * @param tool the tool's name
	 * @return the output as it was sent, JSON or plain text
	 * @throws IllegalArgumentException if the tool was not called
	 */
	public String get(String tool) {
		List<String> all = getAll(tool);
		Assert.isTrue(!all.isEmpty(),
				() -> "There is no output of '" + tool + "'; there are outputs of " + this.outputs.keySet());
		return all.get(all.size() - 1);
	}

	/**
	 * Returns the outputs of a tool in the order of its calls.
	 * @param tool the tool's name
	 * @return the outputs, empty if the tool was not called, or its calls were denied
	 */
	public List<String> getAll(String tool) {
		return List.copyOf(this.outputs.getOrDefault(tool, List.of()));
	}

	/**
	 * Returns the names of the tools that have outputs, in the order of their first
	 * calls.
	 */
	List<String> tools() {
		return List.copyOf(this.outputs.keySet());
	}

	@Override
	public String toString() {
		return this.outputs.toString();
	}

}
