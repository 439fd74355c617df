package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the part of an application's thread that the model receives.
 *
 * @since 0.1.0
 */
public class ThreadWindowProperties {

	/**
	 * Maximum number of items of a thread that the model receives, the newest ones. All
	 * if not set.
	 */
	private @Nullable Integer maxItems;

	/**
	 * Maximum number of tokens of a thread that the model receives, estimated as a
	 * quarter of the characters. All if not set.
	 */
	private @Nullable Integer maxInputTokens;

	public @Nullable Integer getMaxItems() {
		return this.maxItems;
	}

	public void setMaxItems(@Nullable Integer maxItems) {
		this.maxItems = maxItems;
	}

	public @Nullable Integer getMaxInputTokens() {
		return this.maxInputTokens;
	}

	public void setMaxInputTokens(@Nullable Integer maxInputTokens) {
		this.maxInputTokens = maxInputTokens;
	}

	void checkRanges() {
		PropertyRange.under("openai.run.thread-window")
			.atLeast("max-items", this.maxItems, 1)
			.atLeast("max-input-tokens", this.maxInputTokens, 1);
	}

}
