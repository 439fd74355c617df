package io.github.openairun.wire;

import java.util.List;

import io.github.openairun.Assistant;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.ToolDefinition;

/**
 * The part of a wire that keeps assistants on the server; reading raises
 * {@link io.github.openairun.UnsupportedRunOperationException} on a wire without
 * {@link io.github.openairun.RunCapability#SERVER_ASSISTANTS}, writing on one without
 * {@link io.github.openairun.RunCapability#MANAGE_ASSISTANTS}.
 */
public interface AssistantGateway {

	/**
	 * Load an assistant by its id.
	 * @param assistantId the id
	 * @return the assistant
	 * @throws io.github.openairun.NotFoundException if there is none
	 */
	Assistant load(String assistantId);

	CursorPage<Assistant> list(PageQuery query);

	Assistant create(Assistant assistant, List<ToolDefinition> tools);

	/**
	 * Change an assistant.
	 * @param assistant the assistant, with its id
	 * @param tools the functions that it offers; only sent if the assistant names its
	 * tools
	 * @return the changed assistant
	 */
	Assistant modify(Assistant assistant, List<ToolDefinition> tools);

	void delete(String assistantId);

}
