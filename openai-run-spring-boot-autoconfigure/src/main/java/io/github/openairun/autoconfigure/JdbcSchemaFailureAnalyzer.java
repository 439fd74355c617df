package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.openairun.jdbc.JdbcSchemaException;

/**
 * Reports tables that are missing or have the wrong schema, and the remedy.
 */
class JdbcSchemaFailureAnalyzer extends AbstractFailureAnalyzer<JdbcSchemaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, JdbcSchemaException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
