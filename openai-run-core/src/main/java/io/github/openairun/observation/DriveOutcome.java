package io.github.openairun.observation;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunResult;
import io.github.openairun.RunTimeoutException;

/**
 * Determines the outcome of a drive.
 */
final class DriveOutcome {

	private DriveOutcome() {
	}

	static String of(@Nullable RunResult result, @Nullable Throwable failure) {
		if (failure != null) {
			return of(failure);
		}
		if (result == null) {
			return DriveObservationContext.NONE;
		}
		return switch (result.run().status()) {
			case COMPLETED -> "success";
			case CANCELLED -> "cancelled";
			case EXPIRED -> "timeout";
			default -> "error";
		};
	}

	private static String of(Throwable failure) {
		if (failure instanceof RunTimeoutException) {
			return "timeout";
		}
		if (failure instanceof RunLimitExceededException) {
			return "limit";
		}
		if (failure instanceof RunInterruptedException) {
			return "interrupted";
		}
		return (failure instanceof CancellationException) ? "cancelled" : "error";
	}

}
