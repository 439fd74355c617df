package io.github.openairun;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The status of a run, with the names of OpenAI's run object.
 *
 * @since 0.1.0
 */
public enum RunStatus {

	/** The run waits for the server to begin. */
	QUEUED,

	/** The server works on the run. */
	IN_PROGRESS,

	/** The run waits for the outputs of its {@linkplain Run#toolCalls() tool calls}. */
	REQUIRES_ACTION,

	/** A cancellation was requested and has not taken effect yet. */
	CANCELLING,

	/** The run was cancelled. */
	CANCELLED,

	/** The run ended with an {@linkplain Run#lastError() error}. */
	FAILED,

	/** The run ended as it should. */
	COMPLETED,

	/** The run ended early; {@link Run#incompleteReason()} says why. */
	INCOMPLETE,

	/** The run did not end, or its tool outputs were not submitted, in time. */
	EXPIRED,

	/**
	 * The server named a status that this version does not know; {@link Run#statusText()}
	 * keeps it. It is not treated as terminal.
	 */
	UNKNOWN;

	private final String text = name().toLowerCase(Locale.ROOT);

	/**
	 * Find the status that the API writes as the given text.
	 * @param text the API's text, such as {@code in_progress}
	 * @return the status, {@link #UNKNOWN} for any other text and for {@code null}
	 */
	public static RunStatus of(@Nullable String text) {
		for (RunStatus status : values()) {
			if (status != UNKNOWN && status.text.equals(text)) {
				return status;
			}
		}
		return UNKNOWN;
	}

	/**
	 * Return the API's text for this status, such as {@code in_progress}.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return whether a run in this status has ended and will not change any more.
	 * @return whether the status is an end
	 */
	public boolean isTerminal() {
		return switch (this) {
			case CANCELLED, FAILED, COMPLETED, INCOMPLETE, EXPIRED -> true;
			case QUEUED, IN_PROGRESS, REQUIRES_ACTION, CANCELLING, UNKNOWN -> false;
		};
	}

}
