package io.github.openairun.test.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A tool call that the simulated model has made.
 *
 * @param round in which round of calls, beginning with 1
 * @param id the call's id
 * @param tool the tool's name
 * @param arguments the arguments as JSON text
 * @param output what was submitted, or {@code null} as long as nothing was
 * @since 0.1.0
 */
public record RecordedCall(int round, String id, String tool, String arguments, @Nullable String output) {

	/**
	 * Returns the arguments by name.
	 * @return the arguments as Java's own types, empty if they are no JSON object
	 */
	public Map<String, Object> argumentValues() {
		try {
			JsonNode node = SimulatorJson.read(this.arguments);
			Map<String, Object> values = new LinkedHashMap<>();
			node.properties().forEach((entry) -> values.put(entry.getKey(), SimulatorJson.value(entry.getValue())));
			return values;
		}
		catch (JacksonException ex) {
			return Map.of();
		}
	}

	@Override
	public String toString() {
		return this.tool + this.arguments + " -> " + this.output;
	}

}
