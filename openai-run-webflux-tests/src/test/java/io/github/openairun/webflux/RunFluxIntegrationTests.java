package io.github.openairun.webflux;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.RecordedRun;
import io.github.openairun.web.RunFlux;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A reactive application on a server of Reactor Netty.
 */
@Timeout(60)
class RunFluxIntegrationTests {

	private static OpenAiSimulator simulator;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		simulator = OpenAiSimulator.start();
		context = new SpringApplicationBuilder(Shop.class).web(WebApplicationType.REACTIVE)
			.run("--spring.main.banner-mode=off", "--server.port=0", "--server.address=127.0.0.1",
					"--openai.api-key=sk-webflux", "--openai.base-url=" + simulator.baseUrl(),
					"--openai.run.assistants.support.model=gpt-4.1", "--openai.run.assistants.support.tools=*",
					"--openai.run.responses.background=on");
	}

	@AfterAll
	static void stop() {
		context.close();
		simulator.close();
	}

	@AfterEach
	void reset() {
		simulator.reset();
	}

	@Test
	void aBrowserReceivesTheEventsOfARun() throws Exception {
		simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> "It is " + outputs.get("findOrder"));
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(post("/chat?message=Hi"), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		assertThat(response.body()).startsWith("retry:86400000\n\n")
			.containsSubsequence("event:status\n", "event:tool-started\n", "\"tool\":\"findOrder\"",
					"event:tool-finished\n", "\"outcome\":\"success\"", "event:text\n", "event:message\n",
					"It is shipped", "event:ended\n", "\"status\":\"completed\"");
	}

	@Test
	void aBrowserThatDisconnectsCancelsTheRun() throws Exception {
		simulator.when(message().contains("wait")).queuedFor(Duration.ofHours(1)).reply("Late");
		HttpResponse<InputStream> response = HttpClient.newHttpClient()
			.send(post("/chat?message=wait"), HttpResponse.BodyHandlers.ofInputStream());
		BufferedReader reader = new BufferedReader(new InputStreamReader(response.body()));
		String line = reader.readLine();
		while (!line.startsWith("event:status")) {
			line = reader.readLine();
		}
		reader.close();
		while (simulator.runs().stream().map(RecordedRun::status).noneMatch("cancelled"::equals)) {
			Thread.onSpinWait();
		}
	}

	@Test
	void textAndResultAreSent() throws Exception {
		simulator.when(anyMessage()).reply("It was shipped on Monday");
		assertThat(get("/text?question=Hi").body()).isEqualTo("It was shipped on Monday");
		assertThat(get("/ask?question=Hi").body()).isEqualTo("It was shipped on Monday");
	}

	@Test
	void aRunThatFailsHasAStatusOfTheServer() throws Exception {
		simulator.when(anyMessage()).fail("server_error", "Sorry");
		assertThat(get("/ask?question=Hi").statusCode()).isEqualTo(500);
		assertThat(
				HttpClient.newHttpClient().send(post("/chat?message=Hi"), HttpResponse.BodyHandlers.ofString()).body())
			.containsSubsequence("event:ended\n", "\"status\":\"failed\"");
	}

	@Test
	void aBodyThatBreaksOffIsAFailureOfTheConnection() {
		assertThat(ClientHttpRequestFactoryBuilder.detect()).isInstanceOf(ReactorClientHttpRequestFactoryBuilder.class);
		RunOperations runs = context.getBean(RunOperations.class);
		simulator.when(anyMessage()).reply("Late");
		Run run = runs.execute("support", "Hi").run();
		simulator.faults().next(Operation.GET_RUN, Fault.truncated().times(3));
		assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> runs.load(run.id(), run.threadId()));
	}

	private static HttpResponse<String> get(String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest post(String path) {
		return HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build();
	}

	private static URI uri(String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopController.class)
	static class Shop {

		@Bean
		OrderTools orderTools() {
			return new OrderTools();
		}

	}

	static class OrderTools {

		@ToolHandler(description = "Finds an order by its number")
		String findOrder(String number) {
			return "shipped";
		}

	}

	@RestController
	static class ShopController {

		private final RunFlux runs;

		ShopController(RunFlux runs) {
			this.runs = runs;
		}

		@PostMapping(path = "/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<Map<String, Object>>> chat(@RequestParam String message) {
			return this.runs.stream(request(message));
		}

		@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
		Flux<String> text(@RequestParam String question) {
			return this.runs.text(request(question));
		}

		@GetMapping("/ask")
		Mono<String> ask(@RequestParam String question) {
			return this.runs.execute(request(question)).map(RunResult::text);
		}

		private static RunRequest request(String message) {
			return RunRequest.assistant("support").message(message).build();
		}

	}

}
