package io.github.openairun.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.InvalidResponseException;

/**
 * The answer to a {@link WireRequest} that succeeded.
 *
 * @param endpoint method and path of the request, for messages
 * @param body the answer, a JSON object
 * @param requestId the server's id of the request, or {@code null}
 * @param pollAfter how long the server asks to wait before the next poll, or {@code null}
 */
public record WireResponse(String endpoint, JsonNode body, @Nullable String requestId, @Nullable Duration pollAfter) {

	private static final int MAX_LENGTH = 1000;

	/**
	 * Return an id, or another short text, without which the answer makes no sense.
	 * @param name the property's name
	 * @return the text, which can be put into a path
	 * @throws InvalidResponseException if it is missing or cannot be one
	 */
	public String required(String name) {
		String value = Json.text(this.body, name);
		if (value == null) {
			throw invalid("it has no '" + name + "'");
		}
		if (value.isBlank() || value.equals(".") || value.equals("..") || value.length() > MAX_LENGTH) {
			throw invalid("its '" + name + "' is blank, leads to another path or is longer than " + MAX_LENGTH
					+ " characters");
		}
		return value;
	}

	/**
	 * Return the exception for an answer that cannot be understood.
	 * @param problem what is wrong, without content
	 * @return the exception
	 */
	public InvalidResponseException invalid(String problem) {
		return new InvalidResponseException(this.endpoint, this.requestId, problem, null);
	}

}
