package io.github.openairun.wire;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;

/**
 * Streams of a protocol that is no more than {@code run} with a status and {@code text}.
 */
final class StreamFixture implements AutoCloseable {

	final ManualTaskScheduler timer = new ManualTaskScheduler();

	final StreamTransport transport;

	final WireClient client;

	StreamFixture(String baseUrl) {
		this(baseUrl, StreamTransport.Settings.defaults());
	}

	StreamFixture(String baseUrl, StreamTransport.Settings settings, ClientHttpRequestInterceptor... interceptors) {
		this.transport = new StreamTransport(settings,
				(executor) -> HttpClient.newBuilder().executor(executor).connectTimeout(Duration.ofSeconds(5)).build(),
				this.timer);
		RestClient restClient = RestClient.builder()
			.baseUrl(baseUrl)
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.defaultHeader("X-Tenant", "t1")
			.requestInterceptors((list) -> list.addAll(List.of(interceptors)))
			.build();
		this.client = new WireClient(restClient, (request) -> "key-1", RetryPolicy.defaults(), this.timer)
			.withStreams(this.transport);
	}

	Flow.Publisher<RunEvent> post() {
		return this.client.stream(new Protocol(post("/runs")));
	}

	Flow.Publisher<RunEvent> with(UnaryOperator<WireClient> customizer) {
		return customizer.apply(this.client).stream(new Protocol(post("/runs")));
	}

	Flow.Publisher<RunEvent> get() {
		return this.client.stream(new Protocol(WireRequest.get("/runs")));
	}

	static WireRequest post(String path) {
		return WireRequest.post(path).aboutThread("thread_1").body(Json.object().put("a", 1));
	}

	static String run(String status) {
		return "event: run\ndata: {\"status\":\"" + status + "\"}\n\n";
	}

	static String text(String text) {
		return "event: text\ndata: {\"text\":\"" + text + "\"}\n\n";
	}

	@Override
	public void close() {
		this.transport.close();
	}

	record Protocol(WireRequest request) implements StreamOperation {

		@Override
		public WireRequest open() {
			return this.request;
		}

		@Override
		public void read(ServerEvent event, StreamSink sink) {
			if (event.isDone()) {
				sink.complete();
				return;
			}
			ObjectNode json = event.json();
			switch (event.type()) {
				case "run" -> sink.emit(new RunEvent.Snapshot(
						Run.builder("run_1", "thread_1").status(Json.text(json, "status", "queued")).build(), null));
				case "text" -> sink.emit(new RunEvent.TextDelta("msg_1", Json.text(json, "text", ""), null));
				case "error" -> sink.fail(json);
				case "blocking" -> sink
					.blocking(() -> sink.emit(new RunEvent.TextDelta("msg_1", Thread.currentThread().getName(), null)));
				default -> {
				}
			}
		}

	}

}
