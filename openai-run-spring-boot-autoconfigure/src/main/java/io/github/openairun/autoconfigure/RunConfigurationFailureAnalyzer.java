package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports the problem of the configuration of runs and its remedy. Spring Boot would
 * analyze the causes of some problems, and knows less about them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RunConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<RunConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RunConfigurationException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
