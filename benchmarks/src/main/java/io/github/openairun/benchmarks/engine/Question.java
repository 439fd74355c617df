package io.github.openairun.benchmarks.engine;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * What every run is asked, as the body that creates the run.
 */
final class Question {

	/** The message. */
	static final String TEXT = "How warm is it in Lisbon, and how will it be tomorrow?";

	private Question() {
	}

	static ObjectNode body(JsonMapper mapper, boolean stream) {
		ObjectNode body = mapper.createObjectNode().put("assistant_id", "asst_bench");
		body.putObject("thread").putArray("messages").addObject().put("role", "user").put("content", TEXT);
		body.putRawValue("tools", new RawValue(ScriptedRuns.TOOLS));
		return stream ? body.put("stream", true) : body;
	}

}
