package io.github.openairun.test.simulator;

import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata of a simulated object.
 */
final class SimulatedMetadata {

	private SimulatedMetadata() {
	}

	static void set(ObjectNode object, RequestBody body) {
		ObjectNode metadata = body.metadata();
		object.set("metadata", (metadata != null) ? metadata : SimulatorJson.object());
	}

	static void update(ObjectNode object, RequestBody body, boolean merge) {
		if (!body.has("metadata")) {
			return;
		}
		ObjectNode changed = (merge && object.get("metadata") instanceof ObjectNode old) ? old.deepCopy()
				: SimulatorJson.object();
		ObjectNode metadata = body.metadata();
		if (metadata != null) {
			changed.setAll(metadata);
		}
		object.set("metadata", changed);
	}

}
