package io.github.openairun.observation;

import org.jspecify.annotations.Nullable;

/**
 * What an observation is marked with instead of an exception whose message may hold the
 * words of a user or a model. It tells the kind of the error only.
 */
final class ObservedError extends RuntimeException {

	private static final long serialVersionUID = 1;

	private ObservedError(String type) {
		super(type, null, false, false);
	}

	/**
	 * Return what may be observed of an error.
	 * @param type the kind of the error
	 * @param error the error, or {@code null} if nothing was thrown
	 * @param content whether content may be observed
	 */
	static Throwable of(String type, @Nullable Throwable error, boolean content) {
		return (content && error != null) ? error : new ObservedError(type);
	}

}
