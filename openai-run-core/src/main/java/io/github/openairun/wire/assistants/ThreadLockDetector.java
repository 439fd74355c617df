package io.github.openairun.wire.assistants;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ApiException;
import io.github.openairun.BadRequestException;
import io.github.openairun.ConflictException;
import io.github.openairun.RunException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.RepeatableException;

/**
 * Detects that the server rejected a request because a run is active on the thread. Only
 * the message identifies it: the server sends an {@code invalid_request_error} without a
 * code.
 */
final class ThreadLockDetector {

	private static final Pattern ACTIVE = Pattern.compile("while a run (?:(\\S+) )?is active",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern HAS_ACTIVE = Pattern.compile("already has an active run\\b[\\s:'\"]*([^\\s'\"]*)",
			Pattern.CASE_INSENSITIVE);

	private ThreadLockDetector() {
	}

	static <T> T respect(String threadId, Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RunException ex) {
			throw recognise(threadId, ex);
		}
	}

	/**
	 * Return the exception for a busy thread if the failure reports one, or the failure
	 * itself.
	 */
	static RunException recognise(String threadId, RunException failure) {
		RunException refusal = (failure instanceof RepeatableException repeatable) ? repeatable.failure() : failure;
		boolean locked = (refusal instanceof BadRequestException || refusal instanceof ConflictException)
				&& isLocked((ApiException) refusal);
		return locked ? new ThreadBusyException(threadId, blockingRun((ApiException) refusal), refusal) : failure;
	}

	private static boolean isLocked(ApiException ex) {
		String message = ex.error().message();
		return ACTIVE.matcher(message).find() || HAS_ACTIVE.matcher(message).find();
	}

	private static @Nullable String blockingRun(ApiException ex) {
		for (Pattern pattern : new Pattern[] { ACTIVE, HAS_ACTIVE }) {
			Matcher matcher = pattern.matcher(ex.error().message());
			if (matcher.find() && matcher.group(1) != null) {
				String id = matcher.group(1).replaceAll("[.,;:!]+$", "");
				return id.isEmpty() ? null : id;
			}
		}
		return null;
	}

}
