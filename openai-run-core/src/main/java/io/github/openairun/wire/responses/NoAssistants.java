package io.github.openairun.wire.responses;

import java.util.List;

import io.github.openairun.Assistant;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.RunCapability;
import io.github.openairun.ToolDefinition;
import io.github.openairun.UnsupportedRunOperationException;
import io.github.openairun.wire.AssistantGateway;

/**
 * Says that the server keeps no assistants.
 */
class NoAssistants implements AssistantGateway {

	@Override
	public Assistant load(String assistantId) {
		throw refusal(RunCapability.SERVER_ASSISTANTS);
	}

	@Override
	public CursorPage<Assistant> list(PageQuery query) {
		throw refusal(RunCapability.SERVER_ASSISTANTS);
	}

	@Override
	public Assistant create(Assistant assistant, List<ToolDefinition> tools) {
		throw refusal(RunCapability.MANAGE_ASSISTANTS);
	}

	@Override
	public Assistant modify(Assistant assistant, List<ToolDefinition> tools) {
		throw refusal(RunCapability.MANAGE_ASSISTANTS);
	}

	@Override
	public void delete(String assistantId) {
		throw refusal(RunCapability.MANAGE_ASSISTANTS);
	}

	private UnsupportedRunOperationException refusal(RunCapability capability) {
		return Capabilities.refusal(capability);
	}

}
