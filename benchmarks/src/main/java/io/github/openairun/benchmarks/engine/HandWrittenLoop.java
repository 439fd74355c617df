package io.github.openairun.benchmarks.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The loop as one would write it by hand for exactly this run: it knows both tools,
 * trusts the server in everything, and has no retries, limits, time-outs or listeners.
 */
final class HandWrittenLoop {

	private static final double GROWTH = 1.3;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final WeatherTools tools = new WeatherTools();

	private final HttpClient client;

	/** Begins the looks whose time has come. */
	private final Executor executor;

	private final String baseUrl;

	private final Duration firstPause;

	/**
	 * Create a loop.
	 * @param baseUrl the server
	 * @param firstPause the pause before the run is looked at for the first time
	 * @param executor serves what is asynchronous, or {@code null} for the client's own
	 */
	HandWrittenLoop(String baseUrl, Duration firstPause, @Nullable Executor executor) {
		this.baseUrl = baseUrl;
		this.firstPause = firstPause;
		HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
		this.client = ((executor != null) ? client.executor(executor) : client).build();
		this.executor = (executor != null) ? executor : ForkJoinPool.commonPool();
	}

	String poll() throws IOException, InterruptedException {
		JsonNode run = send(post("/threads/runs", Question.body(this.mapper, false)));
		String thread = "/threads/" + run.path("thread_id").asString();
		String path = thread + "/runs/" + run.path("id").asString();
		double pause = this.firstPause.toNanos();
		while (true) {
			switch (run.path("status").asString()) {
				case "queued", "in_progress" -> {
					LockSupport.parkNanos((long) pause);
					pause *= GROWTH;
					run = send(request(path).GET().build());
				}
				case "requires_action" -> {
					run = send(post(path + "/submit_tool_outputs", outputs(run, false)));
					pause = this.firstPause.toNanos();
				}
				case "completed" -> {
					return send(request(thread + "/messages?order=asc&limit=100").GET().build())
						.at("/data/0/content/0/text/value")
						.asString();
				}
				default -> throw new IllegalStateException(run.toString());
			}
		}
	}

	CompletableFuture<String> pollAsync() {
		return sendAsync(post("/threads/runs", Question.body(this.mapper, false)))
			.thenCompose((run) -> goOn(run, this.firstPause.toNanos()));
	}

	private CompletableFuture<String> goOn(JsonNode run, double pause) {
		String thread = "/threads/" + run.path("thread_id").asString();
		String path = thread + "/runs/" + run.path("id").asString();
		return switch (run.path("status").asString()) {
			case "queued",
					"in_progress" ->
				CompletableFuture
					.supplyAsync(() -> sendAsync(request(path).GET().build()),
							CompletableFuture.delayedExecutor((long) pause, TimeUnit.NANOSECONDS, this.executor))
					.thenCompose((answer) -> answer)
					.thenCompose((next) -> goOn(next, pause * GROWTH));
			case "requires_action" -> sendAsync(post(path + "/submit_tool_outputs", outputs(run, false)))
				.thenCompose((next) -> goOn(next, this.firstPause.toNanos()));
			case "completed" -> sendAsync(request(thread + "/messages?order=asc&limit=100").GET().build())
				.thenApply((messages) -> messages.at("/data/0/content/0/text/value").asString());
			default -> throw new IllegalStateException(run.toString());
		};
	}

	private CompletableFuture<JsonNode> sendAsync(HttpRequest request) {
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
			.thenApply((response) -> this.mapper.readTree(response.body()));
	}

	private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
		return this.mapper.readTree(this.client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
	}

	String stream(Runnable whenWritten) throws IOException, InterruptedException {
		Reading reading = new Reading(whenWritten);
		HttpRequest request = post("/threads/runs", Question.body(this.mapper, true));
		while (true) {
			try (Stream<String> lines = this.client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
				for (Iterator<String> line = lines.iterator(); line.hasNext();) {
					reading.line(line.next());
				}
			}
			JsonNode run = reading.asking;
			if (run == null) {
				return reading.text.toString();
			}
			reading.asking = null;
			request = submission(run);
		}
	}

	CompletableFuture<String> streamAsync(Runnable whenWritten) {
		return streamAsync(post("/threads/runs", Question.body(this.mapper, true)), new Reading(whenWritten));
	}

	private CompletableFuture<String> streamAsync(HttpRequest request, Reading reading) {
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new LineSubscriber(reading)))
			.thenCompose((response) -> {
				JsonNode run = reading.asking;
				reading.asking = null;
				return (run != null) ? streamAsync(submission(run), reading)
						: CompletableFuture.completedFuture(reading.text.toString());
			});
	}

	private HttpRequest submission(JsonNode run) {
		return post("/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString()
				+ "/submit_tool_outputs", outputs(run, true));
	}

	private ObjectNode outputs(JsonNode run, boolean stream) {
		ObjectNode body = this.mapper.createObjectNode();
		ArrayNode outputs = body.putArray("tool_outputs");
		for (JsonNode call : run.at("/required_action/submit_tool_outputs/tool_calls")) {
			JsonNode function = call.path("function");
			JsonNode arguments = this.mapper.readTree(function.path("arguments").asString());
			String city = arguments.path("city").asString();
			String output = function.path("name").asString().equals("temperature") ? this.tools.temperature(city)
					: this.mapper.writeValueAsString(this.tools.forecast(city, arguments.path("days").asInt()));
			outputs.addObject().put("tool_call_id", call.path("id").asString()).put("output", output);
		}
		return stream ? body.put("stream", true) : body;
	}

	private HttpRequest post(String path, ObjectNode body) {
		return request(path).POST(HttpRequest.BodyPublishers.ofByteArray(this.mapper.writeValueAsBytes(body))).build();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.header("Authorization", "Bearer none")
			.header("OpenAI-Beta", "assistants=v2")
			.header("Content-Type", "application/json");
	}

	/**
	 * What a stream has told so far.
	 */
	private final class Reading implements LineSubscriber.Lines {

		private final Runnable whenWritten;

		private String event = "";

		private final StringBuilder text = new StringBuilder();

		private volatile @Nullable JsonNode asking;

		private Reading(Runnable whenWritten) {
			this.whenWritten = whenWritten;
		}

		@Override
		public void line(String line) {
			if (line.startsWith("event: ")) {
				this.event = line.substring("event: ".length());
			}
			else if (line.startsWith("data: ")) {
				data(line.substring("data: ".length()));
			}
		}

		private void data(String data) {
			switch (this.event) {
				case "thread.message.delta" -> {
					if (this.text.isEmpty()) {
						this.whenWritten.run();
					}
					this.text.append(
							HandWrittenLoop.this.mapper.readTree(data).at("/delta/content/0/text/value").asString());
				}
				case "thread.run.requires_action" -> this.asking = HandWrittenLoop.this.mapper.readTree(data);
				default -> {
					// of no interest
				}
			}
		}

	}

}
