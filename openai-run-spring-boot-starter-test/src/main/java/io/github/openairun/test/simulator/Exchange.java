package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A request that the simulator has received, and its response. Headers that carry
 * credentials are left out.
 *
 * @param operation what the request asked for, or {@code null} if it is none that the
 * simulator knows
 * @param method the HTTP method
 * @param path the path, with {@code /v1}
 * @param query the query parameters
 * @param headers the request's headers, names in lower case
 * @param requestBody the request's body, empty if there was none
 * @param status the response's HTTP status, or 0 if the connection was closed without one
 * @param responseHeaders the response's headers
 * @param responseBody the response's body, of a stream what has been sent so far
 * @since 0.1.0
 */
public record Exchange(@Nullable Operation operation, String method, String path, Map<String, String> query,
		Map<String, List<String>> headers, String requestBody, int status, Map<String, String> responseHeaders,
		String responseBody) {

	private static final List<String> CREDENTIALS = List.of("authorization", "proxy-authorization", "api-key",
			"x-api-key", "cookie");

	public Exchange {
		query = Map.copyOf(query);
		headers = Map.copyOf(headers);
		responseHeaders = Map.copyOf(responseHeaders);
	}

	static Exchange of(@Nullable Operation operation, ApiRequest request, ApiAnswer answer) {
		Map<String, List<String>> headers = new TreeMap<>(request.headers());
		CREDENTIALS.forEach(headers::remove);
		return new Exchange(operation, request.method(), request.path(), request.query(), headers, request.body(),
				answer.status(), answer.headers(), answer.sent());
	}

	/**
	 * Returns the names of the events that have been sent so far, or their types if the
	 * server sends no names.
	 * @return the names in their order, empty if the response is not a stream
	 */
	public List<String> eventNames() {
		return Stream.of(this.responseBody.split("\n\n"))
			.filter((frame) -> frame.contains("event:") || frame.contains("data:"))
			.map(Exchange::eventName)
			.filter((name) -> !name.isEmpty())
			.toList();
	}

	/**
	 * The name of an event without one is the type in its data.
	 */
	private static String eventName(String frame) {
		Map<String, String> fields = new TreeMap<>();
		frame.lines()
			.filter((line) -> line.startsWith("event:") || line.startsWith("data:"))
			.forEach((line) -> fields.put(line.substring(0, line.indexOf(':')),
					line.substring(line.indexOf(':') + 1).strip()));
		String data = fields.getOrDefault("data", "");
		String named = fields.get("event");
		if (named != null || !data.startsWith("{") || !data.endsWith("}")) {
			return (named != null) ? named : "";
		}
		return SimulatorJson.read(data).path("type").asString("");
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " -> " + this.status;
	}

}
