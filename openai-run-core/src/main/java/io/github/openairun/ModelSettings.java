package io.github.openairun;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the model that executes a run; {@code null} leaves a setting to the
 * assistant or to the server.
 *
 * @since 0.1.0
 */
public final class ModelSettings {

	private static final ModelSettings NONE = builder().build();

	private final @Nullable String model;

	private final @Nullable String reasoningEffort;

	private final @Nullable Double temperature;

	private final @Nullable Double topP;

	private final @Nullable Integer maxCompletionTokens;

	private final @Nullable ResponseFormat responseFormat;

	private ModelSettings(Builder builder) {
		this.model = builder.model;
		this.reasoningEffort = builder.reasoningEffort;
		this.temperature = builder.temperature;
		this.topP = builder.topP;
		this.maxCompletionTokens = builder.maxCompletionTokens;
		this.responseFormat = builder.responseFormat;
	}

	/**
	 * Return settings that leave everything open.
	 * @return the settings
	 */
	public static ModelSettings none() {
		return NONE;
	}

	/**
	 * Begin settings that leave everything open.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return a builder that starts with the values of this object.
	 * @return a builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.reasoningEffort = this.reasoningEffort;
		builder.temperature = this.temperature;
		builder.topP = this.topP;
		builder.maxCompletionTokens = this.maxCompletionTokens;
		builder.responseFormat = this.responseFormat;
		return builder;
	}

	/**
	 * Return the model's name.
	 * @return the model's name; on Azure the name of the deployment, or {@code null}
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Return how hard a reasoning model thinks.
	 * @return how hard a reasoning model thinks, such as {@code low}, or {@code null}
	 */
	public @Nullable String reasoningEffort() {
		return this.reasoningEffort;
	}

	/**
	 * Return the sampling temperature, 0 to 2.
	 * @return the sampling temperature, 0 to 2, or {@code null}
	 */
	public @Nullable Double temperature() {
		return this.temperature;
	}

	/**
	 * Return the nucleus sampling, 0 to 1.
	 * @return the nucleus sampling, 0 to 1, or {@code null}
	 */
	public @Nullable Double topP() {
		return this.topP;
	}

	/**
	 * Return the most tokens that the run may write, over all its rounds.
	 * @return the most tokens that the run may write, over all its rounds, or
	 * {@code null}
	 */
	public @Nullable Integer maxCompletionTokens() {
		return this.maxCompletionTokens;
	}

	/**
	 * Return the form of the reply.
	 * @return the form of the reply, or {@code null}
	 */
	public @Nullable ResponseFormat responseFormat() {
		return this.responseFormat;
	}

	/**
	 * Return these settings, completed by others where these leave something open.
	 * @param other the settings that fill the gaps
	 * @return the merged settings
	 */
	public ModelSettings orElse(ModelSettings other) {
		Builder merged = builder();
		merged.model = either(this.model, other.model);
		merged.reasoningEffort = either(this.reasoningEffort, other.reasoningEffort);
		merged.temperature = either(this.temperature, other.temperature);
		merged.topP = either(this.topP, other.topP);
		merged.maxCompletionTokens = either(this.maxCompletionTokens, other.maxCompletionTokens);
		merged.responseFormat = either(this.responseFormat, other.responseFormat);
		return merged.build();
	}

	private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
		return (first != null) ? first : second;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof ModelSettings that && values().equals(that.values()));
	}

	@Override
	public int hashCode() {
		return values().hashCode();
	}

	private List<@Nullable Object> values() {
		return Arrays.asList(this.model, this.reasoningEffort, this.temperature, this.topP, this.maxCompletionTokens,
				this.responseFormat);
	}

	@Override
	public String toString() {
		return "ModelSettings[model=" + this.model + ", reasoningEffort=" + this.reasoningEffort + ", temperature="
				+ this.temperature + ", topP=" + this.topP + ", maxCompletionTokens=" + this.maxCompletionTokens
				+ ", responseFormat=" + this.responseFormat + "]";
	}

	/**
	 * Builds a {@link ModelSettings}.
	 */
	public static final class Builder {

		private @Nullable String model;

		private @Nullable String reasoningEffort;

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Integer maxCompletionTokens;

		private @Nullable ResponseFormat responseFormat;

		private Builder() {
		}

		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		public Builder temperature(@Nullable Double temperature) {
			Check.isTrue(temperature == null || (temperature >= 0 && temperature <= 2),
					"'temperature' must be between 0 and 2, but is " + temperature);
			this.temperature = temperature;
			return this;
		}

		public Builder topP(@Nullable Double topP) {
			Check.isTrue(topP == null || (topP >= 0 && topP <= 1), "'topP' must be between 0 and 1, but is " + topP);
			this.topP = topP;
			return this;
		}

		public Builder maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
			Check.isTrue(maxCompletionTokens == null || maxCompletionTokens > 0,
					"'maxCompletionTokens' must be positive, but is " + maxCompletionTokens);
			this.maxCompletionTokens = maxCompletionTokens;
			return this;
		}

		public Builder responseFormat(@Nullable ResponseFormat responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		public ModelSettings build() {
			return new ModelSettings(this);
		}

	}

}
