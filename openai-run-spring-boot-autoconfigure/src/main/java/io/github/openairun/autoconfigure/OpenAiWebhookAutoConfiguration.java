package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.engine.PollPolicy;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.observation.WebhookMeters;
import io.github.openairun.web.WebhookIdStore;
import io.github.openairun.web.WebhookReceiver;
import io.github.openairun.web.WebhookVerifier;

/**
 * {@link AutoConfiguration Auto-configuration} for the webhooks that the server sends
 * when a response ends, switched on by {@code openai.webhook.secret}.
 * <p>
 * It precedes the configuration of runs, whose policy for polls it replaces.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenAiRunAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@Conditional(OnWebhookSecretCondition.class)
@EnableConfigurationProperties({ OpenAiRunProperties.class, OpenAiWebhookProperties.class })
public final class OpenAiWebhookAutoConfiguration {

	/** The name of the bean that provides the threads of listeners. */
	static final String WEBHOOK_TASK_EXECUTOR = "openAiWebhookTaskExecutor";

	private static final int MAX_THREADS = 4;

	private static final int MAX_IDS = 10_000;

	private static final Duration IDLE = Duration.ofSeconds(30);

	@Bean
	@ConditionalOnMissingBean
	PollPolicy webhookPollPolicy(OpenAiRunProperties runs, OpenAiWebhookProperties webhooks) {
		boolean background = runs.getWire() == OpenAiRunProperties.WireName.RESPONSES
				&& runs.getThreads() == OpenAiRunProperties.Threads.SERVER;
		return runs.getPoll().policy(background ? webhooks.getMaxPollInterval() : Duration.ZERO);
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookVerifier webhookVerifier(OpenAiWebhookProperties properties,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return properties.verifier(scheduler.getClock());
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookIdStore webhookIdStore() {
		return WebhookIdStore.inMemory(MAX_IDS);
	}

	/** The threads of listeners, found by its name only. */
	@Bean(name = WEBHOOK_TASK_EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = WEBHOOK_TASK_EXECUTOR)
	AsyncTaskExecutor openAiWebhookTaskExecutor(Environment environment) {
		return new TaskExecutorFactory(environment, new ThreadPoolTaskExecutorBuilder().keepAlive(IDLE),
				new SimpleAsyncTaskExecutorBuilder())
			.create("openai-webhook-", MAX_THREADS);
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookReceiver webhookReceiver(WebhookVerifier verifier, WebhookIdStore ids, RunEngine engine,
			ApplicationEventPublisher publisher, @Qualifier(WEBHOOK_TASK_EXECUTOR) Executor executor,
			ObjectProvider<WebhookMeters> meters, OpenAiWebhookProperties properties) {
		return new WebhookReceiver(verifier, ids,
				new WebhookReceiver.Handlers(new WebhookDispatcher(engine, publisher, executor),
						(outcome) -> meters.ifAvailable((counters) -> counters.count(outcome.text()))),
				Math.toIntExact(properties.getMaxBodySize().toBytes()));
	}

	/**
	 * Configuration of the endpoint.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
	static class WebhookEndpointConfiguration {

		@Bean
		WebhookController webhookController(WebhookReceiver receiver) {
			return new WebhookController(receiver);
		}

	}

	/**
	 * Configuration of the meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class WebhookMeterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		WebhookMeters webhookMeters(MeterRegistry registry) {
			return new WebhookMeters(registry);
		}

	}

}
