package io.github.openairun.autoconfigure;

import java.time.Duration;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.actuate.DurableRunsEndpoint;
import io.github.openairun.actuate.DurableRunsHealthIndicator;
import io.github.openairun.jdbc.DurableRunMeters;
import io.github.openairun.jdbc.DurableRunStatistics;
import io.github.openairun.jdbc.DurableRunWorker;
import io.github.openairun.jdbc.DurableRuns;
import io.github.openairun.jdbc.JdbcAccess;

/**
 * {@link AutoConfiguration Auto-configuration} for durable runs in Spring Boot's actuator
 * and in Micrometer.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { OpenAiRunJdbcAutoConfiguration.class, OpenAiRunAutoConfiguration.class })
@ConditionalOnClass(DurableRuns.class)
@ConditionalOnBean({ DurableRunWorker.class, DurableRuns.class })
public final class OpenAiRunJdbcActuatorAutoConfiguration {

	/** After so long without a node, a run is overdue. */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	@Bean
	@ConditionalOnMissingBean
	DurableRunStatistics durableRunStatistics(JdbcAccess database,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new DurableRunStatistics(database, scheduler.getClock(), PATIENCE);
	}

	/**
	 * Configuration of the gauges.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class DurableRunMeterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DurableRunMeters durableRunMeters(DurableRunStatistics statistics, DurableRunWorker worker) {
			return new DurableRunMeters(statistics, worker);
		}

	}

	/**
	 * Configuration of the endpoint.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnAvailableEndpoint(DurableRunsEndpoint.class)
	static class DurableRunEndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DurableRunsEndpoint durableRunsEndpoint(DurableRuns runs,
				@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
			return new DurableRunsEndpoint(runs, scheduler.getClock());
		}

	}

	/**
	 * Configuration of the health indicator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnBooleanProperty(name = "management.health.durableruns.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "durableRunsHealthIndicator")
	static class DurableRunHealthConfiguration {

		@Bean
		DurableRunsHealthIndicator durableRunsHealthIndicator(DurableRunStatistics statistics) {
			return new DurableRunsHealthIndicator(statistics);
		}

	}

}
