package io.github.openairun.test.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.RunException;
import io.github.openairun.RunOperations;
import io.github.openairun.test.simulator.SimulatedTime;
import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers that never come to an end: each drive ends by its deadline, and sends
 * a bounded number of requests until then. Each request takes some simulated time.
 */
@Timeout(60)
class EndlessServerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final SimulatedTime time = new SimulatedTime(Clock.systemUTC());

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger ids = new AtomicInteger(100);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private volatile Endless endless;

	private volatile Instant deadline;

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	static List<Arguments> drives() {
		List<Arguments> drives = new ArrayList<>();
		for (Endless endless : Endless.values()) {
			for (Wire wire : Wire.values()) {
				for (boolean streaming : new boolean[] { false, true }) {
					if (endless.isPossible(wire, streaming)) {
						drives.add(Arguments.of(endless, wire, streaming, false));
						drives.add(Arguments.of(endless, wire, streaming, true));
					}
				}
			}
		}
		return drives;
	}

	@ParameterizedTest(name = "{0} on {1}, streaming: {2}, start: {3}")
	@MethodSource("drives")
	void driveEndsByItsDeadline(Endless endless, Wire wire, boolean streaming, boolean start) {
		this.endless = endless;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT),
					"openai.base-url=http://localhost:" + this.server.getAddress().getPort(), "openai.api-key=sk-test",
					"openai.run.timeout=" + TIMEOUT.toMillis(), "openai.run.streaming=" + (streaming ? "on" : "off"),
					"openai.run.assistants.support.id=asst_1", "openai.run.assistants.support.model=gpt")
				.applyTo(context);
			context.registerBean("openAiRunTaskScheduler", TaskScheduler.class, this.time::taskScheduler);
			context.register(Application.AUTO_CONFIGURATIONS);
			context.refresh();
			this.deadline = this.time.instant().plus(TIMEOUT);
			RunException failure = failure(context.getBean(RunOperations.class), start);
			assertThat(failure).isNotNull();
			assertThat(this.time.instant()).isBefore(this.deadline.plusSeconds(1));
			assertThat(this.requests).hasValueBetween(1, endless.mostRequests);
		}
	}

	private @Nullable RunException failure(RunOperations runs, boolean start) {
		try {
			if (start) {
				runs.start("support", "Hi").join();
			}
			else {
				runs.execute("support", "Hi");
			}
			return null;
		}
		catch (RunException ex) {
			return ex;
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.requests.incrementAndGet();
			passTime();
			// Spares a delay of the server between the headers and the body.
			exchange.getResponseHeaders().set("connection", "close");
			boolean get = exchange.getRequestMethod().equals("GET");
			String path = exchange.getRequestURI().getPath();
			boolean submission = body.contains("function_call_output");
			if (submission && this.endless == Endless.PAGES) {
				// The response is lost.
				return;
			}
			String json = get ? read(path) : create(path, submission);
			if (body.contains("\"stream\":true")) {
				stream(exchange, path, json);
				return;
			}
			byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("content-type", "application/json");
			exchange.getResponseHeaders().set("openai-poll-after-ms", "0");
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	/** Send a stream that either breaks off after its first event or never ends. */
	private void stream(HttpExchange exchange, String path, String json) throws IOException {
		boolean responses = path.endsWith("/responses");
		exchange.getResponseHeaders().set("content-type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
		OutputStream stream = exchange.getResponseBody();
		String event = responses ? "response.created" : "thread.run.created";
		String data = responses ? "{\"type\":\"response.created\",\"response\":" + json + "}" : json;
		do {
			stream.write(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
			stream.flush();
			passTime();
		}
		while (this.endless == Endless.EVENTS);
	}

	/** An endless stream takes no more time than the drive has. */
	private void passTime() {
		if (this.endless != Endless.EVENTS || this.time.instant().isBefore(this.deadline)) {
			this.time.advance(this.endless.latency);
		}
	}

	private String create(String path, boolean submission) {
		if (path.endsWith("/conversations")) {
			return "{\"id\":\"conv_1\"}";
		}
		if (path.endsWith("/threads")) {
			return "{\"id\":\"thread_1\"}";
		}
		return path.endsWith("/responses") ? response(submission ? "resp_2" : "resp_1", "in_progress", "[]")
				: run("run_1", "in_progress");
	}

	private String read(String path) {
		String id = path.substring(path.lastIndexOf('/') + 1);
		boolean changed = this.endless == Endless.CHANGING_IDS;
		if (path.contains("/responses/")) {
			boolean working = changed || this.endless == Endless.POLLS || this.endless == Endless.EVENTS;
			return response(changed ? "resp_" + this.ids.incrementAndGet() : id, working ? "in_progress" : "completed",
					id.equals("resp_1") ? "[{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\","
							+ "\"name\":\"look\",\"arguments\":\"{}\",\"status\":\"completed\"}]" : "[]");
		}
		if (path.contains("/runs/")) {
			return run(changed ? "run_" + this.ids.incrementAndGet() : id,
					(this.endless == Endless.PAGES) ? "completed" : "in_progress");
		}
		return "{\"object\":\"list\",\"data\":[{\"id\":\"msg_" + this.ids.incrementAndGet()
				+ "\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}],\"has_more\":true}";
	}

	private String response(String id, String status, String output) {
		return "{\"id\":\"" + id + "\",\"object\":\"response\",\"status\":\"" + status
				+ "\",\"conversation\":\"conv_1\",\"metadata\":{\"openairun.prev\":\"resp_" + this.ids.incrementAndGet()
				+ "\"},\"output\":" + output + "}";
	}

	private static String run(String id, String status) {
		return "{\"id\":\"" + id + "\",\"object\":\"thread.run\",\"thread_id\":\"thread_1\",\"status\":\"" + status
				+ "\"}";
	}

	/**
	 * What never ends.
	 */
	enum Endless {

		/** The run is in progress, and the server wants to be polled without a pause. */
		POLLS(1, 60),

		/** The id of the run is another one in each poll. */
		CHANGING_IDS(1, 60),

		/** There is always another page of messages. */
		PAGES(150, 60),

		/** Each response of the run has a previous one. */
		CHAIN(50, 60),

		/** The stream repeats an event. */
		EVENTS(20, 10);

		private final Duration latency;

		private final int mostRequests;

		Endless(long latency, int mostRequests) {
			this.latency = Duration.ofMillis(latency);
			this.mostRequests = mostRequests;
		}

		boolean isPossible(Wire wire, boolean streaming) {
			return switch (this) {
				case CHAIN -> wire == Wire.RESPONSES;
				case EVENTS -> streaming;
				default -> true;
			};
		}

	}

}
