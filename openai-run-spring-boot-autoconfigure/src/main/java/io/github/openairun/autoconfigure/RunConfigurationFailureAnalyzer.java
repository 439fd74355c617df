package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with the configuration of runs and what to do about it.
 */
class RunConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<RunConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RunConfigurationException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
