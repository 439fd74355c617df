package io.github.openairun.web;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/**
 * The outcome of a request to the endpoint of webhooks.
 *
 * @since 0.1.0
 */
public enum WebhookOutcome {

	/** The webhook is processed. */
	ACCEPTED(HttpStatus.NO_CONTENT),

	/** The webhook was accepted before; nothing else happens. */
	DUPLICATE(HttpStatus.NO_CONTENT),

	/** The request is not signed with a known secret, or its time is too far off. */
	INVALID_SIGNATURE(HttpStatus.UNAUTHORIZED),

	/** The body is signed, but is no event in JSON. */
	UNREADABLE(HttpStatus.BAD_REQUEST),

	/** The body is larger than allowed. */
	TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),

	/** The webhook could not be processed now; the server delivers it again. */
	UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

	private final HttpStatus status;

	WebhookOutcome(HttpStatus status) {
		this.status = status;
	}

	/**
	 * Return the status of the HTTP response.
	 * @return the status
	 */
	public HttpStatus status() {
		return this.status;
	}

	/**
	 * Return the outcome as meters name it.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
