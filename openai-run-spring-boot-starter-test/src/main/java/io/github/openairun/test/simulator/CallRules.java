package io.github.openairun.test.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request says about calling tools.
 *
 * @param choice whether the model may, need not, or must call
 * @param parallel whether it may make several calls in one turn
 */
record CallRules(Choice choice, boolean parallel) {

	static CallRules of(@Nullable JsonNode toolChoice, boolean parallel) {
		if (toolChoice == null || toolChoice.isNull()) {
			return new CallRules(Choice.AUTO, parallel);
		}
		String text = toolChoice.isObject() ? toolChoice.path("mode").asString("required") : toolChoice.asString();
		return new CallRules(switch (text) {
			case "none" -> Choice.NONE;
			case "required" -> Choice.REQUIRED;
			default -> Choice.AUTO;
		}, parallel);
	}

	CallRules relaxed() {
		return (this.choice == Choice.REQUIRED) ? new CallRules(Choice.AUTO, this.parallel) : this;
	}

	enum Choice {

		NONE, AUTO, REQUIRED

	}

}
