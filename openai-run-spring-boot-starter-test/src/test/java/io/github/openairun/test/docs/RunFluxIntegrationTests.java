package io.github.openairun.test.docs;

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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.RecordedRun;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The controller of docs/webflux.md on a server of Reactor Netty.
 */
@Timeout(60)
class RunFluxIntegrationTests {

	private static OpenAiSimulator simulator;

	private static ConfigurableApplicationContext context;

	private static DisposableServer server;

	@BeforeAll
	static void start() {
		simulator = OpenAiSimulator.start();
		context = new SpringApplicationBuilder(Shop.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--openai.api-key=sk-webflux",
					"--openai.base-url=" + simulator.baseUrl(), "--openai.run.assistants.support.model=gpt-4.1",
					"--openai.run.assistants.support.tools=*", "--openai.run.responses.background=on");
		server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.applicationContext(context).build()))
			.bindNow();
	}

	@AfterAll
	static void stop() {
		server.disposeNow();
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

	private static HttpResponse<String> get(String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest post(String path) {
		return HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build();
	}

	private static URI uri(String path) {
		return URI.create("http://127.0.0.1:" + server.port() + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebFlux
	@Import(WebFluxExamplesTests.ReactiveController.class)
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

}
