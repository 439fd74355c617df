package io.github.openairun.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;

/**
 * How one attempt ended: with a response, or with a failure.
 *
 * @param mayRepeat whether another attempt does no harm
 * @param unsure whether the server may have acted on a request that must not be repeated
 * @param retryAfter how long the server asks to wait
 */
record Attempt(@Nullable WireResponse response, @Nullable RuntimeException failure, boolean mayRepeat, boolean unsure,
		@Nullable Duration retryAfter) {

	static Attempt succeeded(WireResponse response) {
		return new Attempt(response, null, false, false, null);
	}

	static Attempt failed(RuntimeException failure, boolean mayRepeat, boolean unsure, @Nullable Duration retryAfter) {
		return new Attempt(null, failure, mayRepeat, unsure, retryAfter);
	}

	/**
	 * Return the same attempt, after which there must be no other.
	 */
	Attempt last() {
		return new Attempt(this.response, this.failure, false, this.unsure, this.retryAfter);
	}

	/**
	 * Return what to throw if there is no further attempt.
	 */
	RuntimeException finalFailure(WireRequest request) {
		Assert.state(this.failure != null, "The attempt succeeded");
		return this.unsure
				? new RunOutcomeUnknownException(request.endpoint(), request.threadId(), request.runId(), this.failure)
				: this.failure;
	}

	/**
	 * Return what to throw if the caller decides about a further attempt.
	 */
	RuntimeException onlyFailure(WireRequest request, RetryPolicy policy) {
		return (this.mayRepeat && this.failure instanceof RunException exception)
				? new RepeatableException(exception, this.retryAfter, policy) : finalFailure(request);
	}

}
