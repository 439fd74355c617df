package io.github.openairun.jdbc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.RateLimitException;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRejectedException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;

/**
 * Decides which failures of a drive may pass.
 */
final class DriveFailures {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final int MAX_DOUBLINGS = 6;

	private DriveFailures() {
	}

	/**
	 * Return whether the same drive may succeed later: the connection, the server or the
	 * database was not available, or this node or the thread was busy. An outcome that is
	 * unknown is looked up before anything is repeated.
	 */
	static boolean mayPass(Throwable failure) {
		@Nullable Throwable cause = failure;
		if (cause instanceof RunDriveException) {
			cause = cause.getCause();
		}
		return cause instanceof ApiConnectionException || cause instanceof ServerErrorException
				|| cause instanceof RateLimitException || cause instanceof RunRejectedException
				|| cause instanceof ThreadBusyException || cause instanceof RunOutcomeUnknownException
				|| cause instanceof DataAccessResourceFailureException || cause instanceof TransientDataAccessException
				|| cause instanceof TransactionException;
	}

	/** Return the pause before the next attempt. */
	static Duration pause(int attempts) {
		Duration pause = Duration.ofSeconds(1L << Math.min(Math.max(attempts - 1, 0), MAX_DOUBLINGS));
		return (pause.compareTo(LONGEST) < 0) ? pause : LONGEST;
	}

}
