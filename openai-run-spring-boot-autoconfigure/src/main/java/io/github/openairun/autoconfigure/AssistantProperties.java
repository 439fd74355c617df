package io.github.openairun.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One assistant that the application defines, below {@code openai.run.assistants.<name>}.
 */
public class AssistantProperties {

	/**
	 * Id of the assistant on the server, which wire 'assistants' needs.
	 */
	private @Nullable String id;

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
	 * Metadata of its runs.
	 */
	private Map<String, String> metadata = new LinkedHashMap<>();

	public @Nullable String getId() {
		return this.id;
	}

	public void setId(@Nullable String id) {
		this.id = id;
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

	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	public void setMetadata(Map<String, String> metadata) {
		this.metadata = metadata;
	}

}
