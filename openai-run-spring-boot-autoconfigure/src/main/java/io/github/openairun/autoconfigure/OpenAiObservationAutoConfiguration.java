package io.github.openairun.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.observation.DriveObservationConvention;
import io.github.openairun.observation.RunGauges;
import io.github.openairun.observation.RunMeters;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.observation.ToolCallObservationConvention;

/**
 * {@link AutoConfiguration Auto-configuration} for the observation of runs and tool
 * calls, if there is an observation registry, and for their meters, if there is a meter
 * registry.
 * <p>
 * Spring Boot's support for observations must be on the class path, as for its own
 * clients; otherwise this configuration backs off.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenAiRunAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@ConditionalOnClass(value = ObservationRegistry.class,
		name = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(OpenAiRunProperties.class)
public final class OpenAiObservationAutoConfiguration {

	private static final Log logger = LogFactory.getLog(OpenAiObservationAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	RunObservations runObservations(ObservationRegistry registry, OpenAiRunProperties properties,
			ObjectProvider<OpenAiConnectionDetails> connections,
			ObjectProvider<DriveObservationConvention> driveConventions,
			ObjectProvider<ToolCallObservationConvention> toolCallConventions) {
		if (properties.isObserveContent()) {
			logger.warn(
					"openai.run.observe-content is enabled: observations contain what models write, the arguments and "
							+ "outputs of tool calls, and the messages of exceptions");
		}
		OpenAiConnectionDetails connection = connections.getIfAvailable();
		return new RunObservations(registry, driveConventions.getIfAvailable(), toolCallConventions.getIfAvailable(),
				provider((connection != null) ? connection.getBaseUrl() : null), properties.isObserveContent());
	}

	/** Return the provider in the words of OpenTelemetry's semantic conventions. */
	static String provider(@Nullable String baseUrl) {
		return (baseUrl != null && ConnectionSettings.host(baseUrl).endsWith(".azure.com")) ? "azure.ai.openai"
				: "openai";
	}

	/**
	 * Configuration of the meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RunMeters runMeters(MeterRegistry registry) {
			return new RunMeters(registry);
		}

		@Bean
		@ConditionalOnMissingBean
		RunGauges runGauges(ObjectProvider<RunEngine> engines, ObjectProvider<ApprovalStore> approvals) {
			return new RunGauges(() -> engines.getObject().activeRuns(), () -> engines.getObject().queuedRuns(),
					() -> Math.toIntExact(approvals.stream().mapToLong(ApprovalStore::waiting).sum()));
		}

	}

}
