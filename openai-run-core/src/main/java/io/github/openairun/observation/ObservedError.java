package io.github.openairun.observation;

import org.jspecify.annotations.Nullable;

/**
 * Replaces, in an observation, an exception whose message may contain content of users or
 * models. It contains only the type of the error.
 */
final class ObservedError extends RuntimeException {

	private static final long serialVersionUID = 1;

	private ObservedError(String type) {
		super(type, null, false, false);
	}

	/**
	 * Return the error that may be observed.
	 * @param type the kind of the error
	 * @param error the error, or {@code null} if nothing was thrown
	 * @param content whether content may be observed
	 */
	static Throwable of(String type, @Nullable Throwable error, boolean content) {
		return (content && error != null) ? error : new ObservedError(type);
	}

}
