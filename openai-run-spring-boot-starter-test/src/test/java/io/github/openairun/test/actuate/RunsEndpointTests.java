package io.github.openairun.test.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Approval;
import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;
import io.github.openairun.RunOutcome;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The actuator of a web application that has everything.
 */
class RunsEndpointTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.builder().start();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.getBean(Tools.class).answer.countDown();
		this.context.close();
		this.simulator.close();
	}

	@ParameterizedTest
	@EnumSource
	void tellsRunsToolsAndWireAndNothingElse(Wire wire) throws Exception {
		start(wire);
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1234567")).reply("For Mr Smith");
		RunHandle handle = this.context.getBean(RunOperations.class)
			.start(RunRequest.assistant("support").message("I am Mr Smith").build());
		assertThat(this.context.getBean(Tools.class).called.await(20, TimeUnit.SECONDS)).isTrue();
		JsonNode active = get("/actuator/openairuns").get("active").get(0);
		assertThat(active.get("runId").asString()).isEqualTo(handle.run().id());
		assertThat(active.get("threadId").asString()).isEqualTo(handle.run().threadId());
		assertThat(active.get("assistant").asString()).isEqualTo("support");
		assertThat(active.get("status").asString()).isEqualTo("requires_action");
		assertThat(active.get("waitingFor").asString()).isEqualTo("tools: findOrder");
		assertThat(active.get("age").asString()).startsWith("PT");
		this.context.getBean(Tools.class).answer.countDown();
		Run run = handle.result().toCompletableFuture().get(20, TimeUnit.SECONDS).run();
		JsonNode all = get("/actuator/openairuns");
		assertThat(all.get("active")).isEmpty();
		assertThat(all.get("recent").get(0).get("runId").asString()).isEqualTo(run.id());
		assertThat(all.get("recent").get(0).get("outcome").asString()).isEqualTo("success");
		assertThat(all.get("recent").get(0).get("rounds").asInt()).isOne();
		assertThat(all.get("tools").get(0).get("name").asString()).isEqualTo("findOrder");
		assertThat(all.get("tools").get(0).at("/parameters/properties/number/type").asString()).isEqualTo("string");
		assertThat(all.get("wire").get("name").asString()).isEqualTo(wire.name().toLowerCase(Locale.ROOT));
		assertThat(all.at("/wire/capabilities/LIST_RUNS/supported").asBoolean()).isEqualTo(wire == Wire.ASSISTANTS);
		assertThat(get("/actuator/openairuns/" + run.id()).get("drives").get(0).get("status").asString())
			.isEqualTo("completed");
		assertThat(all.toString()).doesNotContain("Smith", "1234567", "sk-actuator");
	}

	@Test
	void tellsWhichCallsWaitWithoutTheirArguments() throws Exception {
		start(Wire.RESPONSES);
		this.simulator.when(anyMessage()).call("refund", Map.of("order", "1234567")).reply("Done");
		RunOutcome outcome = this.context.getBean(RunOperations.class)
			.executeUntilSuspended(RunRequest.assistant("support").message("Refund it").build());
		JsonNode waiting = get("/actuator/openairuns").get("waitingCalls");
		assertThat(waiting).hasSize(1);
		assertThat(waiting.get(0).get("tool").asString()).isEqualTo("refund");
		assertThat(waiting.get(0).get("kind").asString()).isEqualTo("approval");
		assertThat(waiting.get(0).get("runId").asString()).isEqualTo(outcome.handle().run().id());
		assertThat(waiting.toString()).doesNotContain("1234567");
		outcome.handle().cancel();
		outcome.handle().result().toCompletableFuture().get(20, TimeUnit.SECONDS);
		assertThat(get("/actuator/openairuns").get("waitingCalls")).isEmpty();
	}

	@Test
	void aRunThatIsNotRememberedIsNotFound() throws Exception {
		start(Wire.RESPONSES);
		assertThat(send("/actuator/openairuns/resp_unknown", "GET").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "DELETE" })
	void theEndpointIsReadOnly(String method) throws Exception {
		start(Wire.RESPONSES);
		assertThat(send("/actuator/openairuns", method).statusCode()).isEqualTo(405);
	}

	@Test
	void infoTellsWireAssistantsAndTools() throws Exception {
		start(Wire.RESPONSES);
		JsonNode info = get("/actuator/info").get("openaiRun");
		assertThat(info.get("wire").asString()).isEqualTo("responses");
		assertThat(info.get("assistants").get(0).asString()).isEqualTo("support");
		assertThat(info.get("tools").get(0).asString()).isEqualTo("findOrder");
	}

	@Test
	void healthAsksTheServerOnceInAWhile() throws Exception {
		start(Wire.ASSISTANTS);
		int before = this.simulator.exchanges().size();
		assertThat(get("/actuator/health/openAiRun").get("status").asString()).isEqualTo("UP");
		get("/actuator/health/openAiRun");
		assertThat(this.simulator.exchanges()).hasSize(before + 1);
	}

	private void start(Wire wire) {
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt"));
		SpringApplication application = new SpringApplication(Configuration.class);
		this.context = application.run("--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=openairuns,health,info",
				"--management.endpoint.health.show-components=always", "--management.health.openairun.enabled=true",
				"--openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT),
				"--openai.base-url=" + this.simulator.baseUrl(), "--openai.api-key=sk-actuator",
				"--openai.run.assistants.support.model=gpt", "--openai.run.assistants.support.id=asst_support",
				"--openai.run.assistants.support.tools=*");
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send(path, "GET");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.builder().build().readTree(response.body());
	}

	private HttpResponse<String> send(String path, String method) throws IOException, InterruptedException {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		Tools tools() {
			return new Tools();
		}

	}

	static class Tools {

		@ToolHandler(approval = Approval.REQUIRED)
		String refund(String order) {
			return "refunded";
		}

		final CountDownLatch called = new CountDownLatch(1);

		final CountDownLatch answer = new CountDownLatch(1);

		@ToolHandler(description = "Finds an order")
		String findOrder(String number) throws InterruptedException {
			this.called.countDown();
			this.answer.await();
			return "order " + number + " of Mr Smith";
		}

	}

}
