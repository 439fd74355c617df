package io.github.openairun;

import java.io.Serializable;

/**
 * Why a run, or a step of it, failed ({@code last_error}).
 *
 * @param code the server's code, such as {@code server_error} or
 * {@code rate_limit_exceeded}; servers may send others
 * @param message the server's explanation, possibly empty
 * @since 0.1.0
 */
public record RunError(String code, String message) implements Serializable {

	public RunError {
		Check.notNull(code, "code");
		Check.notNull(message, "message");
	}

}
