package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that the simulated server refuses, with the status and the body that the real
 * one answers. The texts are those of the live service where they are known.
 */
final class SimulatedApiError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String type;

	private final @Nullable String param;

	private final @Nullable String code;

	private @Nullable ApiAnswer answer;

	SimulatedApiError(int status, String message, @Nullable String param, @Nullable String code) {
		this(status, "invalid_request_error", message, param, code);
	}

	private SimulatedApiError(int status, String type, String message, @Nullable String param, @Nullable String code) {
		super(message, null, false, false);
		this.status = status;
		this.type = type;
		this.param = param;
		this.code = code;
	}

	int status() {
		return (this.answer != null) ? this.answer.status() : this.status;
	}

	@Nullable String param() {
		return this.param;
	}

	/**
	 * Sets the answer of a server that has one of its own.
	 */
	SimulatedApiError as(ApiAnswer answer) {
		this.answer = answer;
		return this;
	}

	/**
	 * Returns the answer.
	 * @param shape how the server writes errors, or {@code null} for OpenAI's way
	 */
	ApiAnswer answer(@Nullable ErrorShape shape) {
		if (this.answer != null) {
			return this.answer;
		}
		ObjectNode body = (shape == null) ? body()
				: shape.write(this.status, String.valueOf(getMessage()), (this.param != null) ? this.param : "");
		return new ApiAnswer(this.status, Map.of(), SimulatorJson.write(body));
	}

	/**
	 * Returns the body. OpenAI API reference: the error object has exactly these four.
	 */
	ObjectNode body() {
		ObjectNode body = SimulatorJson.object();
		body.putObject("error")
			.put("message", getMessage())
			.put("type", this.type)
			.put("param", this.param)
			.put("code", this.code);
		return body;
	}

	static SimulatedApiError badRequest(String message) {
		return new SimulatedApiError(400, message, null, null);
	}

	/**
	 * An object that is not there. OpenAI API reference, any operation that names one by
	 * its id: it answers 404.
	 */
	static SimulatedApiError notFound(String message) {
		return new SimulatedApiError(404, message, null, null);
	}

	static SimulatedApiError invalidUrl(String method, String path) {
		return notFound("Invalid URL (" + method + " " + path + ")");
	}

	static SimulatedApiError methodNotAllowed(String method, String path) {
		return new SimulatedApiError(405, "Not allowed to " + method + " on " + path
				+ ". (HINT: Perhaps you meant to use a different HTTP method?)", null, "method_not_supported");
	}

	static SimulatedApiError server(int status) {
		String message = switch (status) {
			case 429 -> "Rate limit reached for requests";
			case 503 -> "The engine is currently overloaded, please try again later";
			default -> "The server had an error while processing your request. Sorry about that!";
		};
		String type = (status == 429) ? "requests" : "server_error";
		return new SimulatedApiError(status, type, message, null, (status == 429) ? "rate_limit_exceeded" : null);
	}

	/**
	 * A defect of the simulator itself, which must not look like a broken connection.
	 */
	static SimulatedApiError defect(RuntimeException ex) {
		return new SimulatedApiError(500, "server_error", "The simulator failed: " + ex, null, null);
	}

	/**
	 * An id of another kind of object (seen in openai/openai-node#1545).
	 */
	static SimulatedApiError wrongId(String param, String id, String prefix) {
		return invalid(param, "'" + id + "'. Expected an ID that begins with '" + prefix + "'.", "invalid_value");
	}

	static SimulatedApiError missing(String param) {
		return new SimulatedApiError(400, "Missing required parameter: '" + param + "'.", param,
				"missing_required_parameter");
	}

	static SimulatedApiError unknown(String param) {
		return new SimulatedApiError(400, "Unknown parameter: '" + param + "'.", param, "unknown_parameter");
	}

	static SimulatedApiError wrongType(String param, String expected, String actual) {
		return new SimulatedApiError(400,
				"Invalid type for '" + param + "': expected " + expected + ", but got " + actual + " instead.", param,
				"invalid_type");
	}

	static SimulatedApiError invalidValue(String param, String value, List<String> supported) {
		String values = supported.stream().map((one) -> "'" + one + "'").collect(Collectors.joining(", "));
		return new SimulatedApiError(400, "Invalid value: '" + value + "'. Supported values are: " + values + ".",
				param, "invalid_value");
	}

	static SimulatedApiError invalid(String param, String why, String code) {
		return new SimulatedApiError(400, "Invalid '" + param + "': " + why, param, code);
	}

	static SimulatedApiError tooLong(String param, int maximum, int length) {
		return invalid(param, "string too long. Expected a string with maximum length " + maximum
				+ ", but got a string with length " + length + " instead.", "string_above_max_length");
	}

	static SimulatedApiError tooMany(String param, int maximum, int length) {
		return invalid(param, "array too long. Expected an array with maximum length " + maximum
				+ ", but got an array with length " + length + " instead.", "array_above_max_length");
	}

}
