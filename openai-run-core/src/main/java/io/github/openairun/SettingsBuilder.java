package io.github.openairun;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Builds the settings that a run's request and an assistant have in common.
 *
 * @param <B> the builder itself
 */
abstract class SettingsBuilder<B extends SettingsBuilder<B>> {

	ModelSettings settings = ModelSettings.none();

	@Nullable String instructions;

	@Nullable List<String> tools;

	Map<String, String> metadata = Map.of();

	abstract B self();

	/**
	 * Replace all model settings.
	 * @param settings the settings
	 * @return this builder
	 */
	public B settings(ModelSettings settings) {
		this.settings = Check.notNull(settings, "settings");
		return self();
	}

	/**
	 * Set the model's name; on Azure the deployment's.
	 * @param model the model, or {@code null} to leave it open
	 * @return this builder
	 */
	public B model(@Nullable String model) {
		return settings(this.settings.mutate().model(model).build());
	}

	/**
	 * Set how hard a reasoning model thinks.
	 * @param reasoningEffort the effort, such as {@code low}, or {@code null} to leave it
	 * open
	 * @return this builder
	 */
	public B reasoningEffort(@Nullable String reasoningEffort) {
		return settings(this.settings.mutate().reasoningEffort(reasoningEffort).build());
	}

	/**
	 * Set the sampling temperature.
	 * @param temperature 0 to 2, or {@code null} to leave it open
	 * @return this builder
	 */
	public B temperature(@Nullable Double temperature) {
		return settings(this.settings.mutate().temperature(temperature).build());
	}

	/**
	 * Set the nucleus sampling.
	 * @param topP 0 to 1, or {@code null} to leave it open
	 * @return this builder
	 */
	public B topP(@Nullable Double topP) {
		return settings(this.settings.mutate().topP(topP).build());
	}

	/**
	 * Set the most tokens that a run may write, over all its rounds.
	 * @param maxCompletionTokens the number of tokens, or {@code null} to leave it open
	 * @return this builder
	 */
	public B maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
		return settings(this.settings.mutate().maxCompletionTokens(maxCompletionTokens).build());
	}

	/**
	 * Set the form of the reply.
	 * @param responseFormat the form, or {@code null} to leave it open
	 * @return this builder
	 */
	public B responseFormat(@Nullable ResponseFormat responseFormat) {
		return settings(this.settings.mutate().responseFormat(responseFormat).build());
	}

	/**
	 * Set the instructions (system prompt).
	 * @param instructions the instructions, or {@code null} to leave them open
	 * @return this builder
	 */
	public B instructions(@Nullable String instructions) {
		this.instructions = instructions;
		return self();
	}

	/**
	 * Set the registered tools that are offered; a call for any other is not executed.
	 * @param names names, {@code group:<name>} for a group, {@code *} for all; none to
	 * offer no tool
	 * @return this builder
	 */
	public B tools(String... names) {
		return tools(List.of(names));
	}

	/**
	 * Set the registered tools that are offered; a call for any other is not executed.
	 * @param names names, {@code group:<name>} for a group, {@code *} for all; empty to
	 * offer no tool, or {@code null} to leave it open
	 * @return this builder
	 */
	public B tools(@Nullable List<String> names) {
		this.tools = (names != null) ? List.copyOf(names) : null;
		return self();
	}

	/**
	 * Set the application's metadata.
	 * @param metadata up to 16 pairs, keys up to 64 and values up to 512 characters; on
	 * wire {@code responses} a few pairs fewer, and no key that begins with
	 * {@code openairun.}
	 * @return this builder
	 */
	public B metadata(Map<String, String> metadata) {
		this.metadata = Map.copyOf(metadata);
		return self();
	}

}
