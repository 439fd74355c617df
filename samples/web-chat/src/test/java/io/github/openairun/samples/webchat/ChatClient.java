package io.github.openairun.samples.webchat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client with cookies that reads the events of the chat.
 */
final class ChatClient {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final String base;

	ChatClient(int port) {
		this.base = "http://localhost:" + port;
	}

	String page() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/")).build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	/** Return the conversation so far. */
	JsonNode messages() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/chat")).build();
		return JSON.readTree(this.client.send(request, HttpResponse.BodyHandlers.ofString()).body());
	}

	int delete() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/chat")).DELETE().build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	List<Event> ask(String message) throws IOException, InterruptedException {
		try (Answer answer = begin(message)) {
			return answer.until((event) -> false);
		}
	}

	Answer begin(String message) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/chat"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("message=" + URLEncoder.encode(message, StandardCharsets.UTF_8)))
			.build();
		HttpResponse<InputStream> response = this.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
		return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
				new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
	}

	record Event(String name, JsonNode data) {

		String field(String field) {
			return this.data.path(field).asString("");
		}

	}

	record Answer(int status, String contentType, BufferedReader reader) implements AutoCloseable {

		/** Read up to an event, or to the end. */
		List<Event> until(Predicate<Event> last) throws IOException {
			List<Event> events = new ArrayList<>();
			for (Event event = next(); event != null; event = next()) {
				events.add(event);
				if (last.test(event)) {
					break;
				}
			}
			return events;
		}

		private @Nullable Event next() throws IOException {
			String name = "";
			for (String line = this.reader.readLine(); line != null; line = this.reader.readLine()) {
				if (line.startsWith("event:")) {
					name = line.substring(6);
				}
				else if (line.startsWith("data:")) {
					return new Event(name, JSON.readTree(line.substring(5)));
				}
			}
			return null;
		}

		@Override
		public void close() throws IOException {
			this.reader.close();
		}

	}

}
