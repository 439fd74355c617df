package io.github.openairun.test.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Speaks to a simulated server without a transport.
 */
class ServerClient {

	private final SimulatedServer server;

	private final Map<String, List<String>> headers = new LinkedHashMap<>(
			Map.of("Authorization", List.of("Bearer test"), "OpenAI-Beta", List.of("assistants=v2")));

	ServerClient(OpenAiSimulator.Builder builder) {
		this(new SimulatedServer(builder.settings()));
	}

	ServerClient(SimulatedServer server) {
		this.server = server;
	}

	ServerClient() {
		this(OpenAiSimulator.builder());
	}

	SimulatedServer server() {
		return this.server;
	}

	RunScript when(MessageMatcher matcher) {
		return this.server.scripts().add(matcher);
	}

	ServerClient without(String header) {
		this.headers.remove(header);
		return this;
	}

	ServerClient with(String header, String value) {
		this.headers.put(header, List.of(value));
		return this;
	}

	/**
	 * Sends a request; single quotes in the body stand for double ones.
	 */
	ApiAnswer send(String method, String path, String body) {
		String[] parts = path.split("\\?", 2);
		Map<String, String> query = new LinkedHashMap<>();
		if (parts.length > 1) {
			for (String pair : parts[1].split("&")) {
				query.put(pair.split("=")[0], pair.split("=")[1]);
			}
		}
		return this.server
			.handle(new ApiRequest(method, "/v1" + parts[0], query, this.headers, body.replace('\'', '"')));
	}

	JsonNode get(String path) {
		return ok(send("GET", path, ""));
	}

	JsonNode post(String path, String body) {
		return ok(send("POST", path, body));
	}

	JsonNode delete(String path) {
		return ok(send("DELETE", path, ""));
	}

	ClientStream stream(String method, String path, String body) {
		ApiAnswer answer = send(method, path, body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.stream()).isNotNull();
		return new ClientStream(answer.stream());
	}

	/**
	 * Sends a request that must be refused, and returns the error.
	 */
	JsonNode refused(int status, String method, String path, String body) {
		ApiAnswer answer = send(method, path, body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		JsonNode error = SimulatorJson.read(answer.body()).path("error");
		assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
		return error;
	}

	private static JsonNode ok(ApiAnswer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return SimulatorJson.read(answer.body());
	}

}
