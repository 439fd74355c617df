package io.github.openairun.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.InvalidResponseException;

/**
 * The response to a {@link WireRequest} that succeeded.
 *
 * @param endpoint method and path of the request, for messages
 * @param body the body, a JSON object
 * @param requestId the server's id of the request, or {@code null}
 * @param pollAfter how long the server asks to wait before the next poll, or {@code null}
 * @since 0.1.0
 */
public record WireResponse(String endpoint, JsonNode body, @Nullable String requestId, @Nullable Duration pollAfter) {

	/**
	 * Return the id of the object in the response.
	 * @param prefix the prefix of ids of the expected kind, such as {@code run_}; an id
	 * without a known prefix is accepted
	 * @return the id, which can be put into a path
	 * @throws InvalidResponseException if it is missing, unusable, or the id of another
	 * kind of object
	 */
	public String id(String prefix) {
		return id(this.body, "id", prefix);
	}

	/**
	 * Return an id from the response.
	 * @param json the object that contains it
	 * @param name the name of the property
	 * @param prefix the prefix of ids of the expected kind
	 * @return the id, which can be put into a path
	 * @throws InvalidResponseException if it is missing, unusable, or the id of another
	 * kind of object
	 */
	public String id(JsonNode json, String name, String prefix) {
		String object = name.equals("id") ? Json.text(json, "object") : null;
		if (object != null && Ids.isOtherObject(object, prefix)) {
			throw invalid("its 'object' is '" + object + "', which is not what was asked for");
		}
		String id = Json.text(json, name);
		if (id == null) {
			throw invalid("it has no '" + name + "'");
		}
		String problem = Ids.problem(id, prefix);
		if (problem != null) {
			throw invalid("its '" + name + "' " + problem);
		}
		return id;
	}

	/**
	 * Return the exception for a response that refers to further ones without end.
	 * @param what the kind of responses, such as {@code pages}
	 * @param read how many were read
	 * @param bound how many may be read
	 * @return the exception
	 */
	public InvalidResponseException endless(String what, int read, int bound) {
		return invalid("there are more " + what + " after " + read + " of at most " + bound
				+ ": they do not end, repeat, or take longer than the time limit of the run");
	}

	/**
	 * Return the exception for a response that cannot be read.
	 * @param problem what is wrong, without content
	 * @return the exception
	 */
	public InvalidResponseException invalid(String problem) {
		return new InvalidResponseException(this.endpoint, this.requestId, problem, null);
	}

}
