package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.openairun.tool.ToolDeclarationException;

/**
 * Reports the problem of a tool handler and its remedy.
 */
class ToolDeclarationFailureAnalyzer extends AbstractFailureAnalyzer<ToolDeclarationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ToolDeclarationException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
