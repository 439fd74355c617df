package io.github.openairun.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.openairun.WireNotServedException;

/**
 * Reports what to change if the server does not serve the wire in use.
 */
class WireNotServedFailureAnalyzer extends AbstractFailureAnalyzer<WireNotServedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WireNotServedException cause) {
		return new FailureAnalysis(
				"The base URL does not serve wire '" + cause.wire() + "': " + cause.error().describe(),
				cause.remedy() + " Check the path of the base URL, too: it must end with the version of the API.",
				cause);
	}

}
