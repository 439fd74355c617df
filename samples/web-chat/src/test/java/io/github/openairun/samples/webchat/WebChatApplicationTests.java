package io.github.openairun.samples.webchat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.openairun.RunOperations;
import io.github.openairun.RunStatus;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.samples.webchat.ChatClient.Answer;
import io.github.openairun.samples.webchat.ChatClient.Event;
import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The engine has one thread here: whoever holds it up holds everybody up.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "openai.api-key=sk-test",
		"openai.run.web.max-threads=4", "openai.run.web.heartbeat-interval=200ms" })
class WebChatApplicationTests {

	private static final OpenAiSimulator simulator = OpenAiSimulator.start();

	@LocalServerPort
	private int port;

	@Autowired
	private RunOperations runs;

	@Autowired
	private RunEngine engine;

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		registry.add("openai.base-url", simulator::baseUrl);
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@Test
	void textArrivesPieceByPieceBeforeTheEnd() throws Exception {
		simulator.when(message().equalTo("slowly"))
			.reply("one two three four five")
			.betweenDeltas(Duration.ofMillis(200));
		try (Answer answer = client().begin("slowly")) {
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.contentType()).startsWith("text/event-stream");
			List<Event> first = answer.until((event) -> event.name().equals("text"));
			assertThat(first).extracting(Event::name).contains("status").doesNotContain("message", "ended");
			assertThat(this.engine.activeRuns()).isPositive();
			List<Event> rest = answer.until((event) -> false);
			assertThat(rest).extracting(Event::name).containsSubsequence("text", "text", "message", "ended");
			assertThat(text(first) + text(rest)).isEqualTo("one two three four five");
			assertThat(rest.get(rest.size() - 1).field("status")).isEqualTo("completed");
		}
	}

	@Test
	void toolCallsAreToldAsTheyHappen() throws Exception {
		simulator.when(message().equalTo("order 18"))
			.call("findOrder", Map.of("number", "18"))
			.call("estimateArrival", Map.of("number", "18"))
			.reply("Soon, größer als ☃");
		List<Event> events = client().ask("order 18");
		assertThat(events).extracting((event) -> event.name() + " " + event.field("tool") + event.field("outcome"))
			.containsSubsequence("tool-started findOrder", "tool-finished findOrdersuccess",
					"tool-started estimateArrival", "tool-finished estimateArrivalsuccess", "text ", "ended ");
		assertThat(events.toString()).doesNotContain("\"number\"", "shipped");
		assertThat(text(events)).isEqualTo("Soon, größer als ☃");
	}

	@Test
	void theConversationGoesOnInItsThread() throws Exception {
		simulator.when(message().contains("again")).reply("Yes");
		ChatClient client = client();
		client.ask("again 1");
		client.ask("again 2");
		client().ask("again, but somebody else");
		List<String> threads = created("again").stream().map(Accepted::threadId).toList();
		assertThat(threads).hasSize(3);
		assertThat(threads.get(1)).isEqualTo(threads.get(0)).isNotEqualTo(threads.get(2));
	}

	@Test
	void theConversationIsReturnedToItsOwnerUntilItIsDeleted() throws Exception {
		simulator.when(message().equalTo("keep this")).reply("Kept");
		ChatClient client = client();
		client.ask("keep this");
		assertThat(client.messages().toString())
			.isEqualTo("[{\"role\":\"user\",\"text\":\"keep this\"},{\"role\":\"assistant\",\"text\":\"Kept\"}]");
		assertThat(client().messages()).isEmpty();
		assertThat(client.delete()).isEqualTo(204);
		assertThat(client.messages()).isEmpty();
	}

	@Test
	void aBrowserThatLeavesCancelsTheRun() throws Exception {
		simulator.when(message().equalTo("endless")).reply("word ".repeat(10_000)).betweenDeltas(Duration.ofMillis(20));
		try (Answer answer = client().begin("endless")) {
			answer.until((event) -> event.name().equals("text"));
		}
		assertIsCancelled("endless");
	}

	@Test
	void aBrowserThatLeavesInSilenceCancelsTheRun() throws Exception {
		simulator.when(message().equalTo("silence")).reply("Nothing").firstDeltaAfter(Duration.ofMinutes(5));
		try (Answer answer = client().begin("silence")) {
			answer.until((event) -> event.field("status").equals("in_progress"));
		}
		await().atMost(Duration.ofSeconds(10)).until(() -> this.engine.activeRuns() == 0);
		String path = "/" + created("silence").get(0).runId() + "/cancel";
		assertThat(simulator.exchanges()).filteredOn((exchange) -> exchange.path().endsWith(path)).hasSize(1);
	}

	@Test
	void aBrowserThatReadsNothingHoldsNobodyUp() throws Exception {
		simulator.when(message().equalTo("flood"))
			.reply("0123456789".repeat(1_600_000))
			.deltas(16_000)
			.betweenDeltas(Duration.ofMillis(10));
		simulator.when(message().equalTo("meanwhile")).reply("Here you are");
		try (Socket socket = new Socket()) {
			socket.setReceiveBufferSize(4096);
			socket.connect(new InetSocketAddress(InetAddress.getByName("localhost"), this.port));
			socket.getOutputStream()
				.write(("POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\n"
						+ "Content-Type: application/x-www-form-urlencoded\r\n\r\nmessage=flood")
					.getBytes(StandardCharsets.US_ASCII));
			await().atMost(Duration.ofSeconds(20)).until(() -> !created("flood").isEmpty());
			assertThat(text(client().ask("meanwhile"))).isEqualTo("Here you are");
			assertIsCancelled("flood");
		}
	}

	@Test
	void failuresAreNeutralAndTheLogHasTheirReference(CapturedOutput output) throws Exception {
		simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(400));
		List<Event> events = client().ask("This is refused");
		assertThat(events).singleElement().satisfies((event) -> {
			assertThat(event.name()).isEqualTo("failed");
			assertThat(event.data().propertyNames()).containsExactly("kind", "reference");
			assertThat(event.field("kind")).isEqualTo("internal");
			assertThat(output).contains(event.field("reference"));
		});
	}

	@Test
	void thePageIsServed() throws Exception {
		assertThat(client().page()).contains("chat.js").doesNotContain("http://", "https://");
	}

	private ChatClient client() {
		return new ChatClient(this.port);
	}

	private void assertIsCancelled(String message) {
		Accepted created = created(message).get(0);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.runs.load(created.runId(), created.threadId()).status() == RunStatus.CANCELLED);
		await().atMost(Duration.ofSeconds(10)).until(() -> this.engine.activeRuns() == 0);
	}

	private static List<Accepted> created(String message) {
		return simulator.accepted(Operation.CREATE_RUN)
			.stream()
			.filter((accepted) -> accepted.messages().stream().anyMatch((text) -> text.contains(message)))
			.toList();
	}

	private static String text(List<Event> events) {
		return events.stream()
			.filter((event) -> event.name().equals("text"))
			.map((event) -> event.field("text"))
			.collect(Collectors.joining());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class EngineConfiguration {

		@Bean
		RunEngine engine() {
			return new RunEngine(new RunEngine.Settings(1000, 1000, 1, Duration.ofSeconds(20)));
		}

	}

}
