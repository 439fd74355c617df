package io.github.openairun.wire;

import java.util.List;

import io.github.openairun.Assistant;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.ToolDefinition;

/**
 * The part of a wire that keeps assistants on the server.
 * <p>
 * Every operation throws {@link io.github.openairun.UnsupportedRunOperationException} by
 * default: a wire with {@link RunCapability#SERVER_ASSISTANTS} overrides those that read,
 * one with {@link RunCapability#MANAGE_ASSISTANTS} those that write.
 *
 * @since 0.1.0
 */
public interface AssistantGateway {

	RunCapabilities capabilities();

	/**
	 * Load an assistant by its id.
	 * @param assistantId the id
	 * @return the assistant
	 * @throws io.github.openairun.NotFoundException if there is none
	 */
	default Assistant load(String assistantId) {
		throw capabilities().unsupported(RunCapability.SERVER_ASSISTANTS);
	}

	default CursorPage<Assistant> list(PageQuery query) {
		throw capabilities().unsupported(RunCapability.SERVER_ASSISTANTS);
	}

	default Assistant create(Assistant assistant, List<ToolDefinition> tools) {
		throw capabilities().unsupported(RunCapability.MANAGE_ASSISTANTS);
	}

	/**
	 * Change an assistant.
	 * @param assistant the assistant, with its id
	 * @param tools the functions that it offers; only sent if the assistant names its
	 * tools
	 * @return the changed assistant
	 */
	default Assistant modify(Assistant assistant, List<ToolDefinition> tools) {
		throw capabilities().unsupported(RunCapability.MANAGE_ASSISTANTS);
	}

	default void delete(String assistantId) {
		throw capabilities().unsupported(RunCapability.MANAGE_ASSISTANTS);
	}

}
