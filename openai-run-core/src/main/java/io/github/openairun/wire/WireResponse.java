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

	/**
	 * Return a text without which the answer makes no sense.
	 * @param name the property's name
	 * @return the text, not empty
	 * @throws InvalidResponseException if it is missing
	 */
	public String required(String name) {
		String value = Json.text(this.body, name);
		if (value == null) {
			throw invalid("it has no '" + name + "'");
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
