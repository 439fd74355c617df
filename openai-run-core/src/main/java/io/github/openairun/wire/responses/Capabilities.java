package io.github.openairun.wire.responses;

import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;

/**
 * The capabilities of this wire, and the reasons for those that it lacks.
 */
final class Capabilities {

	private static final String NO_ASSISTANTS = "assistants are defined by the application: set "
			+ "'openai.run.assistants.<name>.*' or declare an Assistant bean";

	static final RunCapabilities ALL = RunCapabilities.of("responses")
		.withReason(RunCapability.LIST_RUNS,
				"the API does not list responses, and the items of a conversation do not name their response")
		.withReason(RunCapability.MODIFY_RUN, "a response cannot be changed once it is made")
		.withReason(RunCapability.RUN_EXPIRY, "a response that waits for tool outputs waits for ever")
		.withReason(RunCapability.SERVER_ASSISTANTS, NO_ASSISTANTS)
		.withReason(RunCapability.MANAGE_ASSISTANTS, NO_ASSISTANTS);

	private Capabilities() {
	}

}
