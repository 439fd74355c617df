package io.github.openairun.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import io.github.openairun.WebhookEvent;
import io.github.openairun.engine.PollPolicy;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.observation.WebhookMeters;
import io.github.openairun.web.WebhookIdStore;
import io.github.openairun.web.WebhookReceiver;
import io.github.openairun.web.WebhookVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class OpenAiWebhookAutoConfigurationTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final long NOW = 1_750_287_018;

	private static final String COMPLETED = """
			{"id":"evt_1","object":"event","type":"response.completed","created_at":1750287018,"data":{"id":"resp_1"}}""";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, JacksonAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class, OpenAiWebhookAutoConfiguration.class))
		.withUserConfiguration(Web.class)
		.withBean(Clock.class, () -> Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC))
		.withPropertyValues("openai.api-key=none");

	private final WebApplicationContextRunner on = this.runner.withPropertyValues("openai.webhook.secret=" + SECRET);

	@Test
	void aSecretSwitchesWebhooksOn() {
		this.on.run((context) -> {
			assertThat(context).hasSingleBean(WebhookReceiver.class);
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204);
			WebhookEvent event = context.getBean(Web.class).next();
			assertThat(event)
				.isEqualTo(new WebhookEvent("wh_1", "response.completed", "resp_1", Instant.ofEpochSecond(NOW)));
			assertThat(event.responseId()).isEqualTo("resp_1");
		});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "other=1", "openai.webhook.secret=", "openai.webhook.secret= ", "openai.webhook.path=/hook" })
	void withoutASecretThereIsNoEndpoint(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class);
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(404);
			assertThat(longestPause(context.getBean(PollPolicy.class))).isEqualTo(Duration.ofSeconds(5));
		});
	}

	@Test
	void theEndpointHasOneMethod() {
		this.on.run((context) -> assertThat(
				MockMvcTester.from(context).get().uri("/openai/webhook").exchange().getResponse().getStatus())
			.isEqualTo(405));
	}

	@Test
	void thePathIsThatOfTheApplication() {
		this.on.withPropertyValues("openai.webhook.path=/hooks/openai").run((context) -> {
			assertThat(post(context, "/hooks/openai", "wh_1", SECRET)).isEqualTo(204);
			assertThat(post(context, "/openai/webhook", "wh_2", SECRET)).isEqualTo(404);
		});
	}

	@Test
	void thePathHasOneDefault() {
		assertThat(new OpenAiWebhookProperties().getPath()).isEqualTo("/openai/webhook");
		assertThat(WebhookController.class.getDeclaredMethods())
			.filteredOn((method) -> method.getName().equals("receive"))
			.singleElement()
			.satisfies((method) -> assertThat(method.getAnnotation(PostMapping.class).value())
				.containsExactly("${openai.webhook.path:" + new OpenAiWebhookProperties().getPath() + "}"));
	}

	@Test
	void wrongSignaturesAreRefusedAndCounted() {
		this.on.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			assertThat(post(context, "/openai/webhook", "wh_1", "whsec_QUJD")).isEqualTo(401);
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204);
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204);
			context.getBean(Web.class).next();
			assertThat(context.getBean(Web.class).events).isEmpty();
			assertThat(count(context, "invalid_signature")).isOne();
			assertThat(count(context, "accepted")).isOne();
			assertThat(count(context, "duplicate")).isOne();
		});
	}

	@Test
	void metersAreOptional() {
		this.on.run((context) -> assertThat(context).doesNotHaveBean(WebhookMeters.class));
		this.on.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204));
	}

	@Test
	void secretsAreRotated() {
		this.on.withPropertyValues("openai.webhook.additional-secrets=whsec_QUJD,plain").run((context) -> {
			assertThat(post(context, "/openai/webhook", "wh_1", "whsec_QUJD")).isEqualTo(204);
			assertThat(post(context, "/openai/webhook", "wh_2", "plain")).isEqualTo(204);
			assertThat(post(context, "/openai/webhook", "wh_3", SECRET)).isEqualTo(204);
			assertThat(post(context, "/openai/webhook", "wh_4", "other")).isEqualTo(401);
		});
	}

	@Test
	void bodiesAreBounded() {
		this.on.withPropertyValues("openai.webhook.max-body-size=1KB")
			.run((context) -> assertThat(MockMvcTester.from(context)
				.post()
				.uri("/openai/webhook")
				.content(new byte[1025])
				.exchange()
				.getResponse()
				.getStatus()).isEqualTo(413));
	}

	@Test
	void theEngineIsAskedToPollAtOnce() {
		RunEngine engine = new RunEngine(RunEngine.Settings.defaults());
		this.on.withBean(RunEngine.class, () -> engine).run((context) -> {
			post(context, "/openai/webhook", "wh_1", SECRET);
			assertThat(ReflectionTestUtils.getField(engine, "hints")).extracting("ids").isEqualTo(Set.of("resp_1"));
		});
	}

	@Test
	void aListenerThatFailsChangesNothing() {
		this.on.withBean("failing", Failing.class, Failing::new).run((context) -> {
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204);
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204);
		});
	}

	@Test
	void whatCannotBeProcessedNowIsDeliveredAgain() {
		AsyncTaskExecutor executor = mock(AsyncTaskExecutor.class);
		willThrow(new TaskRejectedException("shut down")).given(executor).execute(any());
		this.on.withBean(OpenAiWebhookAutoConfiguration.WEBHOOK_TASK_EXECUTOR, AsyncTaskExecutor.class, () -> executor)
			.run((context) -> {
				assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(503);
				assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(503);
			});
	}

	@Test
	void idsMayBeStoredElsewhere() {
		WebhookIdStore shared = mock(WebhookIdStore.class);
		given(shared.add("wh_1")).willReturn(false);
		this.on.withBean(WebhookIdStore.class, () -> shared).run((context) -> {
			assertThat(post(context, "/openai/webhook", "wh_1", SECRET)).isEqualTo(204);
			assertThat(context.getBean(Web.class).events).isEmpty();
		});
	}

	@Test
	void beansOfTheApplicationTakePrecedence() {
		WebhookReceiver receiver = new WebhookReceiver(new WebhookVerifier(List.of("own"), Clock.systemUTC()),
				WebhookIdStore.inMemory(1), new WebhookReceiver.Handlers((event) -> {
				}, (outcome) -> {
				}), 1000);
		PollPolicy polls = PollPolicy.defaults();
		this.on.withBean("own", WebhookReceiver.class, () -> receiver)
			.withBean("polls", PollPolicy.class, () -> polls)
			.run((context) -> {
				assertThat(context.getBean(WebhookReceiver.class)).isSameAs(receiver);
				assertThat(context.getBean(PollPolicy.class)).isSameAs(polls);
			});
	}

	@ParameterizedTest
	@CsvSource({ "openai.run.timeout=10m, 30", "openai.webhook.max-poll-interval=7s, 7",
			"openai.webhook.max-poll-interval=1s, 5", "openai.run.poll.max-interval=1m, 60",
			"openai.run.wire=assistants, 5", "openai.run.threads=application, 5" })
	void pollsBecomeRarer(String property, int seconds) {
		this.on.withPropertyValues(property)
			.run((context) -> assertThat(longestPause(context.getBean(PollPolicy.class)))
				.isEqualTo(Duration.ofSeconds(seconds)));
	}

	@ParameterizedTest
	@CsvSource({ "secret, whsec_§geheim", "secret, whsec_", "additional-secrets[0], whsec_§geheim" })
	void aSecretThatCannotBeUsedIsReportedWithoutItsValue(String name, String value) {
		String property = "openai.webhook." + name;
		this.on.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new RunConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'" + property + "'").doesNotContain("geheim");
			assertThat(analysis.getAction()).contains("'" + property + "'").doesNotContain("geheim");
			assertThat(context.getStartupFailure()).message().doesNotContain("geheim");
		});
	}

	@ParameterizedTest
	@CsvSource({ "path, hook", "path, /", "path, /a b", "path, /{id}", "path, /**", "path, /a?b=c", "path, //a",
			"max-body-size, 0B", "max-poll-interval, 0s" })
	void valuesOutOfRangeNameTheProperty(String name, String value) {
		this.on.withPropertyValues("openai.webhook." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("openai.webhook." + name));
	}

	@Test
	void theEndpointNeedsSpringMvc() {
		this.on.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WebhookController.class));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, JacksonAutoConfiguration.class,
					OpenAiRunAutoConfiguration.class, OpenAiWebhookAutoConfiguration.class))
			.withPropertyValues("openai.api-key=none", "openai.webhook.secret=" + SECRET)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookController.class));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(OpenAiRunAutoConfiguration.class, OpenAiWebhookAutoConfiguration.class))
			.withPropertyValues("openai.api-key=none", "openai.webhook.secret=" + SECRET)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class));
	}

	@Test
	void nothingIsSuppliedWhenRunsAreDisabled() {
		this.on.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class));
	}

	private static double count(AssertableWebApplicationContext context, String outcome) {
		return context.getBean(MeterRegistry.class)
			.get("openai.webhook.requests")
			.tag("outcome", outcome)
			.counter()
			.count();
	}

	private static Duration longestPause(PollPolicy policy) {
		return policy.maxInterval();
	}

	private static int post(AssertableWebApplicationContext context, String path, String id, String secret) {
		return MockMvcTester.from(context)
			.post()
			.uri(path)
			.header("webhook-id", id)
			.header("webhook-timestamp", NOW)
			.header("webhook-signature", "v1," + signature(secret, id + "." + NOW + "." + COMPLETED))
			.contentType("application/json")
			.content(COMPLETED)
			.exchange()
			.getResponse()
			.getStatus();
	}

	private static String signature(String secret, String text) {
		byte[] key = secret.startsWith("whsec_") ? Base64.getDecoder().decode(secret.substring(6))
				: secret.getBytes(StandardCharsets.UTF_8);
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class Web {

		private final BlockingQueue<WebhookEvent> events = new LinkedBlockingQueue<>();

		@EventListener
		void received(WebhookEvent event) {
			this.events.add(event);
		}

		@Nullable WebhookEvent next() throws InterruptedException {
			return this.events.poll(10, TimeUnit.SECONDS);
		}

	}

	static class Failing {

		@EventListener
		void received(WebhookEvent event) {
			throw new IllegalStateException("Sorry");
		}

	}

}
