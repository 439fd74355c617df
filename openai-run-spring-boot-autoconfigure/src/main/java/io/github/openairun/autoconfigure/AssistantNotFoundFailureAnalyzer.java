package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.openairun.AssistantNotFoundException;

/**
 * Reports the existing assistants if a run at application start names another one.
 */
class AssistantNotFoundFailureAnalyzer extends AbstractFailureAnalyzer<AssistantNotFoundException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AssistantNotFoundException cause) {
		String known = cause.known().isEmpty() ? "None is configured."
				: "Known are " + String.join(", ", cause.known()) + ".";
		return new FailureAnalysis("There is no assistant '" + cause.assistant() + "'. " + known,
				sentence(cause.remedy()), cause);
	}

	private static String sentence(String text) {
		return text.endsWith(".") ? text : text + ".";
	}

}
