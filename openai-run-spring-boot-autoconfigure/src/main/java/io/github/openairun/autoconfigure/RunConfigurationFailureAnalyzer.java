package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports the problem of the configuration of runs and its remedy.
 */
class RunConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<RunConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RunConfigurationException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
