package io.github.openairun.web;

import java.util.concurrent.CancellationException;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.RateLimitException;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;

/**
 * The kind of a failure that is sent to a browser.
 */
final class FailureKind {

	static final String TOO_SLOW = "too-slow";

	private FailureKind() {
	}

	static String of(Throwable error) {
		if (error instanceof RunDriveException && error.getCause() != null) {
			return of(error.getCause());
		}
		if (error instanceof CancellationException || error instanceof RunInterruptedException) {
			return "interrupted";
		}
		if (error instanceof RunTimeoutException) {
			return "timeout";
		}
		if (error instanceof RunLimitExceededException) {
			return "limit";
		}
		if (error instanceof ThreadBusyException || error instanceof RunRejectedException
				|| error instanceof RateLimitException) {
			return "busy";
		}
		if (error instanceof ApiConnectionException || error instanceof ServerErrorException) {
			return "unavailable";
		}
		if (error instanceof RunOutcomeUnknownException) {
			return "outcome-unknown";
		}
		return "internal";
	}

}
