package io.github.openairun.test.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
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
import org.springframework.context.event.EventListener;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolHandler;
import io.github.openairun.WebhookEvent;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SentWebhook;
import io.github.openairun.test.simulator.SimulatedWebhooks;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A web application that polls every ten minutes, so that every run that ends in these
 * tests was reported by a webhook.
 */
@Timeout(60)
class WebhookIntegrationTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final String OLD_SECRET = "whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0";

	private static final String BODY = "{\"type\":\"response.completed\",\"data\":{\"id\":\"resp_unknown\"}}";

	private static OpenAiSimulator simulator;

	private static ConfigurableApplicationContext context;

	private static RunOperations runs;

	private static String origin;

	@BeforeAll
	static void start() {
		simulator = OpenAiSimulator.builder().queuedFor(Duration.ofMillis(50)).start();
		context = new SpringApplicationBuilder(Shop.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
					"--openai.api-key=sk-webhooks", "--openai.base-url=" + simulator.baseUrl(),
					"--openai.run.assistants.support.model=gpt-4.1", "--openai.run.assistants.support.tools=*",
					"--openai.run.timeout=30m", "--openai.run.poll.initial-interval=10m",
					"--openai.run.poll.max-interval=10m", "--openai.webhook.secret=" + SECRET,
					"--openai.webhook.additional-secrets=" + OLD_SECRET);
		runs = context.getBean(RunOperations.class);
		origin = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
	}

	@AfterAll
	static void stop() {
		if (context != null) {
			context.close();
		}
		simulator.close();
	}

	@AfterEach
	void reset() {
		simulator.webhooks().stop();
		simulator.reset();
		context.getBean(Shop.class).events.clear();
	}

	@Test
	void theEndOfEachResponseIsSeenLongBeforeTheNextPoll() {
		deliver(SECRET);
		simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> "It is " + outputs.get("findOrder"));
		RunResult result = runs.execute("support", "Where is order 17?");
		assertThat(result.text()).isEqualTo("It is shipped");
		assertThat(simulator.webhooks().sent()).extracting(SentWebhook::responseId).contains(result.run().id());
	}

	@Test
	void withoutItsWebhookTheRunWouldWaitForThePoll() throws Exception {
		SimulatedWebhooks webhooks = deliver(OLD_SECRET);
		webhooks.hold();
		simulator.when(anyMessage()).reply("Shipped");
		RunHandle handle = runs.start("support", "Where is order 17?");
		handle.runId().toCompletableFuture().get(20, TimeUnit.SECONDS);
		CompletableFuture<RunResult> result = handle.result().toCompletableFuture();
		assertThat(result).isNotDone();
		webhooks.copies(3).release();
		RunResult ended = result.get(20, TimeUnit.SECONDS);
		assertThat(ended.text()).isEqualTo("Shipped");
		// The copies that are under way would be counted while another test counts.
		await().untilAsserted(() -> assertThat(webhooks.sent()).extracting(SentWebhook::responseId)
			.containsExactly(ended.run().id(), ended.run().id(), ended.run().id()));
	}

	@Test
	void aRunThatFailsIsReportedAsWell() {
		deliver(SECRET);
		simulator.when(anyMessage()).fail("server_error", "Sorry");
		Run run = runs.execute("support", "Hi").run();
		assertThat(run.status()).isEqualTo(RunStatus.FAILED);
		await().untilAsserted(() -> assertThat(simulator.webhooks().sent())
			.anyMatch((sent) -> sent.type().equals("response.failed") && sent.responseId().equals(run.id())));
	}

	@Test
	void listenersReceiveEachWebhookOnce() throws Exception {
		deliver(SECRET, OLD_SECRET);
		simulator.webhooks().send("batch.completed", "batch_1");
		assertThat(event("batch_1").responseId()).isNull();
		Map<String, String> headers = SimulatedWebhooks.headers("wh_replayed", Instant.now(), BODY, SECRET);
		assertThat(post("/openai/webhook", BODY, headers)).isEqualTo(204);
		assertThat(event("resp_unknown").responseId()).isEqualTo("resp_unknown");
		double duplicates = count("duplicate");
		assertThat(post("/openai/webhook", BODY, headers)).isEqualTo(204);
		assertThat(count("duplicate")).isEqualTo(duplicates + 1);
	}

	@Test
	void whatIsNotSignedIsRefusedAndCounted() throws Exception {
		double refused = count("invalid_signature");
		Instant now = Instant.now();
		assertThat(post("/openai/webhook", BODY, Map.of())).isEqualTo(401);
		assertThat(post("/openai/webhook", BODY, SimulatedWebhooks.headers("wh_1", now, BODY, "whsec_QUJD")))
			.isEqualTo(401);
		assertThat(post("/openai/webhook", BODY + " ", SimulatedWebhooks.headers("wh_1", now, BODY, SECRET)))
			.isEqualTo(401);
		assertThat(
				post("/openai/webhook", BODY, SimulatedWebhooks.headers("wh_1", now.minusSeconds(400), BODY, SECRET)))
			.isEqualTo(401);
		assertThat(count("invalid_signature")).isEqualTo(refused + 4);
		String large = "{" + " ".repeat(70_000) + "}";
		assertThat(post("/openai/webhook", large, SimulatedWebhooks.headers("wh_1", now, large, SECRET)))
			.isEqualTo(413);
		assertThat(post("/openai/webhook", "Hi", SimulatedWebhooks.headers("wh_1", now, "Hi", SECRET))).isEqualTo(400);
		assertThat(context.getBean(Shop.class).events).extracting(WebhookEvent::webhookId).doesNotContain("wh_1");
	}

	@Test
	void onlyTheEndpointOfWebhooksIsReachableWithoutLoginAndToken() throws Exception {
		Map<String, String> headers = SimulatedWebhooks.headers("wh_security", Instant.now(), BODY, SECRET);
		assertThat(post("/openai/webhook", BODY, headers)).isEqualTo(204);
		assertThat(post("/openai/webhook/", BODY, headers)).isEqualTo(403);
		assertThat(post("/orders", BODY, headers)).isEqualTo(403);
	}

	/**
	 * Wait for the event about an object. Webhooks of an earlier test may arrive before.
	 */
	private static WebhookEvent event(String objectId) throws InterruptedException {
		while (true) {
			WebhookEvent event = context.getBean(Shop.class).events.poll(10, TimeUnit.SECONDS);
			assertThat(event).isNotNull();
			if (objectId.equals(event.objectId())) {
				return event;
			}
		}
	}

	private static SimulatedWebhooks deliver(String... secrets) {
		return simulator.webhooks().deliverTo(origin + "/openai/webhook", secrets);
	}

	private static double count(String outcome) {
		return context.getBean(MeterRegistry.class)
			.find("openai.webhook.requests")
			.tag("outcome", outcome)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private static int post(String path, String body, Map<String, String> headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
			.header("content-type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		headers.forEach(request::header);
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	@Import(WebhookExamplesTests.WebhookSecurityConfiguration.class)
	static class Shop {

		private final BlockingQueue<WebhookEvent> events = new LinkedBlockingQueue<>();

		@EventListener
		void received(WebhookEvent event) {
			this.events.add(event);
		}

		@Bean
		OrderTools orderTools() {
			return new OrderTools();
		}

		@Bean
		OrderController orderController() {
			return new OrderController();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager();
		}

		@Bean
		SecurityFilterChain filterChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	static class OrderTools {

		@ToolHandler(description = "Finds an order by its number")
		String findOrder(String number) {
			return "shipped";
		}

	}

	@RestController
	static class OrderController {

		@PostMapping("/orders")
		String order() {
			return "ordered";
		}

	}

}
