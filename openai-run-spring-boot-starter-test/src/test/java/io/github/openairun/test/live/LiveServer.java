package io.github.openairun.test.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to a server without this library, as plainly as possible.
 */
class LiveServer {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final int MAX_LOOKS = 120;

	private final HttpClient http = HttpClient.newHttpClient();

	private final String baseUrl;

	private final String apiKey;

	private final Consumer<Duration> pause;

	LiveServer(String baseUrl, String apiKey, Consumer<Duration> pause) {
		this.baseUrl = baseUrl;
		this.apiKey = apiKey;
		this.pause = pause;
	}

	/**
	 * Send a request; single quotes in the body stand for double ones.
	 */
	Answer send(String method, String path, String body) {
		HttpResponse<String> response = exchange(method, path, body, HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), JSON.readTree(response.body()));
	}

	/**
	 * Open the stream of a response, and leave it after the first event.
	 * @return the response as the event shows it
	 */
	JsonNode leave(String path, String body) {
		HttpResponse<Stream<String>> response = exchange("POST", path, body, HttpResponse.BodyHandlers.ofLines());
		try (Stream<String> lines = response.body()) {
			return lines.filter((line) -> line.startsWith("data:"))
				.map((line) -> JSON.readTree(line.substring("data:".length())).path("response"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("status " + response.statusCode() + ", no event"));
		}
	}

	private <T> HttpResponse<T> exchange(String method, String path, String body, HttpResponse.BodyHandler<T> handler) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.timeout(Duration.ofMinutes(2))
			.header("Authorization", "Bearer " + this.apiKey)
			.header("Content-Type", "application/json")
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody()
							: HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
			.build();
		try {
			return this.http.send(request, handler);
		}
		catch (IOException ex) {
			throw new IllegalStateException(method + " " + path + " was not answered", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	JsonNode get(String path) {
		return send("GET", path, "").required();
	}

	JsonNode post(String path, String body) {
		return send("POST", path, body).required();
	}

	/**
	 * Read a response until it does not work any more.
	 */
	JsonNode finished(JsonNode response) {
		String path = "/responses/" + response.path("id").asString();
		waitUntil(() -> !isAtWork(get(path)));
		return get(path);
	}

	static boolean isAtWork(JsonNode response) {
		String status = response.path("status").asString();
		return status.equals("queued") || status.equals("in_progress");
	}

	private void waitUntil(BooleanSupplier condition) {
		for (int look = 0; look < MAX_LOOKS; look++) {
			if (condition.getAsBoolean()) {
				return;
			}
			this.pause.accept(Duration.ofSeconds(1));
		}
		throw new IllegalStateException("The server did not finish");
	}

	/**
	 * What a server answers.
	 */
	record Answer(int status, JsonNode body) {

		boolean accepted() {
			return this.status == 200;
		}

		JsonNode required() {
			if (!accepted()) {
				throw new IllegalStateException("status " + this.status + ", "
						+ this.body.path("error").path("message").asString("no message"));
			}
			return this.body;
		}

	}

}
