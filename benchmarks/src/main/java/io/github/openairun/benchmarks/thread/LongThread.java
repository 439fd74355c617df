package io.github.openairun.benchmarks.thread;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Assistant;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.stateless.StatelessGateway;

/**
 * A thread that the application keeps, and a server that answers at once.
 */
final class LongThread {

	private static final String TEXT = "Order 17 was shipped on Tuesday with the blue parcel service, and will arrive "
			+ "tomorrow between nine and eleven; somebody has to be at home. ";

	private static final String CALL = """
			{"id":"resp_1","status":"completed","output":[{"type":"function_call","id":"fc_1","call_id":"call_1",\
			"name":"findOrder","arguments":"{\\"number\\":\\"17\\",\\"details\\":true}","status":"completed"}]}""";

	private static final String REPLY = """
			{"id":"resp_2","status":"completed","output":[{"type":"message","id":"msg_1","role":"assistant",\
			"status":"completed","content":[{"type":"output_text","text":"TEXT","annotations":[]}]}]}""".replace("TEXT",
			TEXT);

	private static final ToolDefinition TOOL = new ToolDefinition("findOrder", "Finds an order",
			"{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"string\"}}}", false);

	private static final Assistant ASSISTANT = Assistant.named("support")
		.model("bench")
		.instructions("You help customers.")
		.build();

	private final Sink sink = new Sink();

	private final StatelessGateway gateway;

	private final String id;

	/**
	 * Create a thread.
	 * @param items how many items it has, a multiple of four
	 */
	LongThread(int items, TaskScheduler scheduler) {
		RestClient client = RestClient.builder().baseUrl("http://localhost/v1").requestFactory(this.sink).build();
		InMemoryThreadStore store = new InMemoryThreadStore(
				new InMemoryThreadStore.Bounds(1, Integer.MAX_VALUE, Duration.ZERO), scheduler.getClock());
		this.gateway = new StatelessGateway(
				new WireClient(client, (request) -> "none", RetryPolicy.defaults(), scheduler),
				StatelessGateway.Options.of(store, scheduler.getClock()));
		this.id = this.gateway.threads().create(List.of(), Map.of()).id();
		for (int item = 0; item < items; item += 4) {
			this.sink.answer(CALL);
			Run run = this.gateway.create(creation());
			this.sink.answer(REPLY);
			this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", TEXT)));
		}
	}

	private RunCreation creation() {
		RunRequest request = RunRequest.assistant("support").thread(this.id).message(TEXT).build();
		return new RunCreation(request, ASSISTANT, List.of(TOOL));
	}

	/**
	 * Let the model reply once, which adds a question and an answer.
	 * @return how many bytes the request had
	 */
	long round() {
		Counter counter = new Counter();
		this.sink.bodies(counter);
		this.gateway.create(creation());
		return counter.count;
	}

	/** Let the model reply once, and return the request. */
	JsonNode request() {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		this.sink.bodies(body);
		this.gateway.create(creation());
		return Json.mapper().readTree(body.toByteArray());
	}

	/**
	 * Counts bytes, and forgets them.
	 */
	private static final class Counter extends OutputStream {

		private long count;

		@Override
		public void write(int character) {
			this.count++;
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.count += length;
		}

	}

}
