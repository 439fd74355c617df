package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;

import io.github.openairun.BuiltInTool;
import io.github.openairun.wire.Json;

/**
 * Creates the built-in tools of an assistant from its properties.
 */
class BuiltInToolFactory {

	private final String prefix;

	/**
	 * Create a factory.
	 * @param prefix the name of the assistant's properties, for messages
	 */
	BuiltInToolFactory(String prefix) {
		this.prefix = prefix;
	}

	List<BuiltInTool> create(AssistantProperties properties) {
		List<BuiltInTool> tools = new ArrayList<>();
		BuiltInToolProperties.FileSearchProperties fileSearch = properties.getFileSearch();
		if (fileSearch != null && fileSearch.isEnabled()) {
			tools.add(new BuiltInTool.FileSearch(fileSearch.getVectorStoreIds(), maxResults(fileSearch)));
		}
		BuiltInToolProperties.CodeInterpreterProperties interpreter = properties.getCodeInterpreter();
		if (interpreter != null && interpreter.isEnabled()) {
			tools.add(new BuiltInTool.CodeInterpreter(interpreter.getFileIds()));
		}
		BuiltInToolProperties.WebSearchProperties webSearch = properties.getWebSearch();
		if (webSearch != null && webSearch.isEnabled()) {
			tools.add(new BuiltInTool.WebSearch(webSearch.getContextSize()));
		}
		for (int i = 0; i < properties.getMcp().size(); i++) {
			tools.add(mcp(this.prefix + ".mcp[" + i + "]", properties.getMcp().get(i)));
		}
		for (int i = 0; i < properties.getOtherTools().size(); i++) {
			tools.add(other(this.prefix + ".other-tools[" + i + "]", properties.getOtherTools().get(i)));
		}
		return tools;
	}

	private @Nullable Integer maxResults(BuiltInToolProperties.FileSearchProperties fileSearch) {
		Integer maxResults = fileSearch.getMaxResults();
		if (maxResults != null && maxResults < 1) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".file-search.max-results", maxResults,
					"It must be positive");
		}
		return maxResults;
	}

	private static BuiltInTool mcp(String name, BuiltInToolProperties.McpProperties mcp) {
		return new BuiltInTool.Mcp(required(name + ".server-label", mcp.getServerLabel()),
				required(name + ".server-url", mcp.getServerUrl()), mcp.getAuthorization(), mcp.getHeaders(),
				mcp.getAllowedTools(), approval(name + ".require-approval", mcp.getRequireApproval()));
	}

	private static BuiltInTool.McpApproval approval(String name, BuiltInToolProperties.McpApprovalProperties approval) {
		String all = approval.all();
		if (all == null) {
			return BuiltInTool.McpApproval.ofTools(approval.getAlways(), approval.getNever());
		}
		return switch (all) {
			case "always" -> BuiltInTool.McpApproval.required();
			case "never" -> BuiltInTool.McpApproval.notRequired();
			default -> throw new InvalidConfigurationPropertyValueException(name, all,
					"It must be 'always', 'never', or lists of the names of tools by these words");
		};
	}

	private static String required(String name, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			throw new InvalidConfigurationPropertyValueException(name, value, "It must be set");
		}
		return value;
	}

	/**
	 * The value may contain credentials, so no message contains it.
	 */
	private static BuiltInTool other(String name, String json) {
		try {
			if (Json.mapper().readTree(json).path("type").isString()) {
				return BuiltInTool.other(json);
			}
		}
		catch (JacksonException ex) {
			// Reported below.
		}
		throw new InvalidConfigurationPropertyValueException(name, null, "It must be a JSON object with a 'type'");
	}

}
