package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports what to set if there is no API key.
 */
class MissingApiKeyFailureAnalyzer extends AbstractFailureAnalyzer<MissingApiKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingApiKeyException cause) {
		return new FailureAnalysis(
				cause
					.getMessage() + ": it is needed to create and execute runs.",
				"Set '" + cause.property() + "'" + (cause.property().equals(ApiKeyLookup.PROPERTY)
						? " or the environment variable '" + ApiKeyLookup.VARIABLE + "'" : "") + ".",
				cause);
	}

}
