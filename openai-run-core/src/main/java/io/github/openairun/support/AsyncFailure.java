package io.github.openairun.support;

import java.util.concurrent.CompletionException;

/**
 * What has gone wrong in a future.
 *
 * @since 0.1.0
 */
public final class AsyncFailure {

	private AsyncFailure() {
	}

	/**
	 * Return the failure without the wrapper of a future that depends on another one.
	 * @param failure the failure as a future reports it
	 * @return the failure itself
	 */
	public static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
