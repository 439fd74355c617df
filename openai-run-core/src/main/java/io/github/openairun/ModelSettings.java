package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * What the model is asked to do and how; {@code null} leaves a setting to the assistant
 * or to the server.
 *
 * @param model the model's name; on Azure the deployment's
 * @param reasoningEffort how hard a reasoning model thinks, such as {@code low}
 * @param temperature sampling temperature, 0 to 2
 * @param topP nucleus sampling, 0 to 1
 * @param maxCompletionTokens the most tokens that the run may write, over all its rounds
 * @param responseFormat the form of the reply
 */
public record ModelSettings(@Nullable String model, @Nullable String reasoningEffort, @Nullable Double temperature,
		@Nullable Double topP, @Nullable Integer maxCompletionTokens, @Nullable ResponseFormat responseFormat) {

	private static final ModelSettings NONE = new ModelSettings(null, null, null, null, null, null);

	public ModelSettings {
		Check.isTrue(temperature == null || (temperature >= 0 && temperature <= 2),
				"'temperature' must be between 0 and 2, but is " + temperature);
		Check.isTrue(topP == null || (topP >= 0 && topP <= 1), "'topP' must be between 0 and 1, but is " + topP);
		Check.isTrue(maxCompletionTokens == null || maxCompletionTokens > 0,
				"'maxCompletionTokens' must be positive, but is " + maxCompletionTokens);
	}

	/**
	 * Return settings that leave everything open.
	 * @return the settings
	 */
	public static ModelSettings none() {
		return NONE;
	}

	/**
	 * Return these settings, completed by others where these leave something open.
	 * @param other the settings that fill the gaps
	 * @return the merged settings
	 */
	public ModelSettings orElse(ModelSettings other) {
		return new ModelSettings(either(this.model, other.model), either(this.reasoningEffort, other.reasoningEffort),
				either(this.temperature, other.temperature), either(this.topP, other.topP),
				either(this.maxCompletionTokens, other.maxCompletionTokens),
				either(this.responseFormat, other.responseFormat));
	}

	private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
		return (first != null) ? first : second;
	}

}
