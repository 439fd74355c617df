package io.github.openairun;

import java.io.Serializable;

/**
 * The tokens that a run has used, summed over all its rounds.
 *
 * @param promptTokens tokens read by the model ({@code input_tokens} on wire
 * {@code responses})
 * @param completionTokens tokens written by the model ({@code output_tokens} on wire
 * {@code responses})
 * @param totalTokens the sum as the server states it
 * @since 0.1.0
 */
public record RunUsage(long promptTokens, long completionTokens, long totalTokens) implements Serializable {

	/**
	 * Return the sum of this usage and another.
	 * @param other the usage to add
	 * @return the sum
	 */
	public RunUsage plus(RunUsage other) {
		return new RunUsage(this.promptTokens + other.promptTokens, this.completionTokens + other.completionTokens,
				this.totalTokens + other.totalTokens);
	}

}
