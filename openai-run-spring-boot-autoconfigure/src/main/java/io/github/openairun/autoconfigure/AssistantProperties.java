package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Properties of an assistant that the application defines, below
 * {@code openai.run.assistants.<name>}.
 *
 * @since 0.1.0
 */
public class AssistantProperties {

	private static final List<String> REASONING_EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh",
			"max");

	/**
	 * Id of the assistant on the server, which wire 'assistants' needs.
	 */
	private @Nullable String id;

	/**
	 * Name of the further connection that its runs use, as in
	 * 'openai.connections.<name>'.
	 */
	private @Nullable String connection;

	/**
	 * Model, on Azure the deployment.
	 */
	private @Nullable String model;

	/**
	 * Instructions, or a 'classpath:' or 'file:' location of a UTF-8 text that holds
	 * them.
	 */
	private @Nullable String instructions;

	/**
	 * Tools that its runs are offered: names, 'group:<name>', or '*' for all. None by
	 * default.
	 */
	private @Nullable List<String> tools;

	/**
	 * Tools whose calls must be approved: names, 'group:<name>', or '*' for all.
	 */
	private List<String> approval = new ArrayList<>();

	/**
	 * Sampling temperature, 0 to 2.
	 */
	private @Nullable Double temperature;

	/**
	 * Nucleus sampling, 0 to 1.
	 */
	private @Nullable Double topP;

	/**
	 * Most tokens that a run may write, over all its rounds.
	 */
	private @Nullable Integer maxOutputTokens;

	/**
	 * How hard a reasoning model thinks, such as 'low'.
	 */
	private @Nullable String reasoningEffort;

	/**
	 * Form of its replies: 'text', 'json_object', a JSON Schema, or the 'classpath:' or
	 * 'file:' location of one.
	 */
	private @Nullable String responseFormat;

	/**
	 * What the assistant is for, to people.
	 */
	private @Nullable String description;

	private BuiltInToolProperties.@Nullable FileSearchProperties fileSearch;

	private BuiltInToolProperties.@Nullable CodeInterpreterProperties codeInterpreter;

	private BuiltInToolProperties.@Nullable WebSearchProperties webSearch;

	/**
	 * Remote MCP servers whose tools its runs may call.
	 */
	private List<BuiltInToolProperties.McpProperties> mcp = new ArrayList<>();

	/**
	 * Other tools that the server executes, each as the JSON object of the API.
	 */
	private List<String> otherTools = new ArrayList<>();

	/**
	 * Metadata of its runs.
	 */
	private Map<String, String> metadata = new LinkedHashMap<>();

	public @Nullable String getId() {
		return this.id;
	}

	public void setId(@Nullable String id) {
		this.id = id;
	}

	public @Nullable String getConnection() {
		return this.connection;
	}

	public void setConnection(@Nullable String connection) {
		this.connection = connection;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable String getInstructions() {
		return this.instructions;
	}

	public void setInstructions(@Nullable String instructions) {
		this.instructions = instructions;
	}

	public List<String> getApproval() {
		return this.approval;
	}

	public void setApproval(List<String> approval) {
		this.approval = approval;
	}

	public @Nullable List<String> getTools() {
		return this.tools;
	}

	public void setTools(@Nullable List<String> tools) {
		this.tools = tools;
	}

	public @Nullable Double getTemperature() {
		return this.temperature;
	}

	public void setTemperature(@Nullable Double temperature) {
		this.temperature = temperature;
	}

	public @Nullable Double getTopP() {
		return this.topP;
	}

	public void setTopP(@Nullable Double topP) {
		this.topP = topP;
	}

	public @Nullable Integer getMaxOutputTokens() {
		return this.maxOutputTokens;
	}

	public void setMaxOutputTokens(@Nullable Integer maxOutputTokens) {
		this.maxOutputTokens = maxOutputTokens;
	}

	public @Nullable String getReasoningEffort() {
		return this.reasoningEffort;
	}

	public void setReasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
	}

	public @Nullable String getResponseFormat() {
		return this.responseFormat;
	}

	public void setResponseFormat(@Nullable String responseFormat) {
		this.responseFormat = responseFormat;
	}

	public @Nullable String getDescription() {
		return this.description;
	}

	public void setDescription(@Nullable String description) {
		this.description = description;
	}

	public BuiltInToolProperties.@Nullable FileSearchProperties getFileSearch() {
		return this.fileSearch;
	}

	public void setFileSearch(BuiltInToolProperties.@Nullable FileSearchProperties fileSearch) {
		this.fileSearch = fileSearch;
	}

	public BuiltInToolProperties.@Nullable CodeInterpreterProperties getCodeInterpreter() {
		return this.codeInterpreter;
	}

	public void setCodeInterpreter(BuiltInToolProperties.@Nullable CodeInterpreterProperties codeInterpreter) {
		this.codeInterpreter = codeInterpreter;
	}

	public BuiltInToolProperties.@Nullable WebSearchProperties getWebSearch() {
		return this.webSearch;
	}

	public void setWebSearch(BuiltInToolProperties.@Nullable WebSearchProperties webSearch) {
		this.webSearch = webSearch;
	}

	public List<BuiltInToolProperties.McpProperties> getMcp() {
		return this.mcp;
	}

	public void setMcp(List<BuiltInToolProperties.McpProperties> mcp) {
		this.mcp = mcp;
	}

	public List<String> getOtherTools() {
		return this.otherTools;
	}

	public void setOtherTools(List<String> otherTools) {
		this.otherTools = otherTools;
	}

	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	public void setMetadata(Map<String, String> metadata) {
		this.metadata = metadata;
	}

	void checkRanges(String name) {
		PropertyRange range = PropertyRange.under("openai.run.assistants", name)
			.between("temperature", this.temperature, 0.0, 2.0)
			.between("top-p", this.topP, 0.0, 1.0)
			.atLeast("max-output-tokens", this.maxOutputTokens, 1)
			.oneOf("reasoning-effort", this.reasoningEffort, REASONING_EFFORTS);
		if (this.fileSearch != null) {
			range.between("file-search.max-results", this.fileSearch.getMaxResults(), 1, 50);
		}
	}

}
