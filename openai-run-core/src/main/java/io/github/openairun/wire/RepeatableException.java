package io.github.openairun.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunException;

/**
 * A request has failed and may be sent again; thrown by gateways
 * {@linkplain RunGateway#forDrive() for a drive} only.
 *
 * @since 0.1.0
 */
public final class RepeatableException extends RunException {

	private static final long serialVersionUID = 1;

	private final RunException failure;

	private final @Nullable Duration retryAfter;

	private final transient @Nullable RetryPolicy policy;

	RepeatableException(RunException failure, @Nullable Duration retryAfter, RetryPolicy policy) {
		super(String.valueOf(failure.getMessage()), failure);
		this.failure = failure;
		this.retryAfter = retryAfter;
		this.policy = policy;
	}

	/**
	 * Return what to throw if the request is not sent again.
	 * @return the failure
	 */
	public RunException failure() {
		return this.failure;
	}

	/**
	 * Return the pause before the request is sent again.
	 * @param retry the number of the retry, beginning with 0
	 * @return the pause, or {@code null} if the request must not be sent again, which
	 * always holds for an exception that was deserialized
	 */
	public @Nullable Duration pause(int retry) {
		return (this.policy != null) ? this.policy.pause(retry, this.retryAfter) : null;
	}

}
