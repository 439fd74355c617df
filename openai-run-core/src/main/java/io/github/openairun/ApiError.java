package io.github.openairun;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The error response of a server.
 *
 * @param status the HTTP status
 * @param endpoint method and path of the request
 * @param message the server's explanation, possibly empty
 * @param type the kind of error, such as {@code invalid_request_error}, or {@code null}
 * @param code the code, such as {@code conversation_locked}, or {@code null}
 * @param param the parameter that is wrong, or {@code null}
 * @param requestId the server's id of the request ({@code x-request-id}), for its
 * support, or {@code null}
 * @param retryAfter the pause that the server requests before another attempt, or
 * {@code null}
 * @since 0.1.0
 */
public record ApiError(int status, String endpoint, String message, @Nullable String type, @Nullable String code,
		@Nullable String param, @Nullable String requestId, @Nullable Duration retryAfter) implements Serializable {

	private static final int MAX_MESSAGE = 1000;

	/**
	 * Return the error as one line: endpoint, status, the server's fields, and its words.
	 * @return the line
	 */
	public String describe() {
		StringBuilder text = new StringBuilder(this.endpoint).append(" returned ").append(this.status);
		append(text, "type", this.type);
		append(text, "code", this.code);
		append(text, "param", this.param);
		append(text, "request id", this.requestId);
		if (!this.message.isBlank()) {
			text.append(": ").append(LogText.of(this.message, MAX_MESSAGE));
		}
		return text.toString();
	}

	private static void append(StringBuilder text, String name, @Nullable String value) {
		if (value != null) {
			text.append(", ").append(name).append(" '").append(LogText.of(value)).append('\'');
		}
	}

}
