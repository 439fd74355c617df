package io.github.openairun.wire.responses;

import java.util.Map;

import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.UnsupportedRunOperationException;

/**
 * What this wire cannot do, and why.
 */
final class Capabilities {

	static final RunCapabilities ALL = new RunCapabilities("responses",
			Map.of(RunCapability.LIST_RUNS,
					"the API does not list responses, and the items of a conversation do not tell their response",
					RunCapability.MODIFY_RUN, "a response cannot be changed once it is made", RunCapability.RUN_EXPIRY,
					"a response that waits for tool outputs waits for ever", RunCapability.MANAGE_ASSISTANTS,
					"assistants are defined by the application: set "
							+ "'openai.run.assistants.<name>.*' or declare an Assistant bean"));

	private Capabilities() {
	}

	static UnsupportedRunOperationException refusal(RunCapability capability) {
		String reason = ALL.reasonAgainst(capability);
		return new UnsupportedRunOperationException(ALL.wire(), capability, (reason != null) ? reason : "");
	}

}
