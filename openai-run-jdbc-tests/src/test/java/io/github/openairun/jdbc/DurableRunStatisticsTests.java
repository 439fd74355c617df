package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.openairun.actuate.DurableRunsEndpoint;
import io.github.openairun.actuate.DurableRunsHealthIndicator;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.autoconfigure.OpenAiRunJdbcActuatorAutoConfiguration;
import io.github.openairun.autoconfigure.OpenAiRunJdbcAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what operators see of durable runs.
 */
class DurableRunStatisticsTests extends AbstractNodeTests {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

	private DurableRunStatistics statistics(Node node) {
		return new DurableRunStatistics(Database.access(node.dataSource()), Clock.systemUTC(), PATIENCE);
	}

	@Test
	void countsRunsAndNoticesThatNothingMoves() throws Exception {
		scriptFind();
		Node node = node("a");
		ScheduleOptions later = ScheduleOptions.defaults().delay(Duration.ofHours(1));
		for (String key : List.of("k1", "k2", "k3")) {
			node.runs().schedule(request(), later.key(key).tag("t"));
		}
		DurableRunsHealthIndicator health = new DurableRunsHealthIndicator(statistics(node));
		assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		node.jdbc()
			.update("update openai_run_drive set due_at = ? where request_key = 'k1'",
					Instant.now().minus(Duration.ofMinutes(6)).toEpochMilli());
		DurableRunStatistics statistics = statistics(node);
		assertThat(statistics.count(DurableRun.State.SCHEDULED)).isEqualTo(3);
		assertThat(statistics.count(DurableRun.State.SUSPENDED)).isZero();
		assertThat(statistics.overdue()).isEqualTo(1);
		assertThat(new DurableRunsHealthIndicator(statistics).health())
			.satisfies((down) -> assertThat(down.getStatus()).isEqualTo(Status.DOWN))
			.satisfies((down) -> assertThat(down.getDetails()).containsEntry("overdue", 1L)
				.containsEntry("scheduled", 3L));
		node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(statistics(node).isStuck()).as("another run has made progress").isFalse();
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new DurableRunMeters(statistics, node.bean(DurableRunWorker.class)).bindTo(registry);
		assertThat(registry.get("openai.run.durable").tag("state", "scheduled").gauge().value()).isEqualTo(3);
		assertThat(registry.get("openai.run.durable").tag("state", "overdue").gauge().value()).isEqualTo(1);
		assertThat(registry.get("openai.run.durable.active").gauge().value()).isZero();
		DurableRunsEndpoint endpoint = new DurableRunsEndpoint(node.runs(), Clock.systemUTC());
		assertThat(endpoint.runs(null, null).runs()).hasSize(4);
		assertThat(endpoint.runs(DurableRun.State.ENDED, null).runs()).singleElement()
			.satisfies((run) -> assertThat(run.node()).isEqualTo("a"))
			.satisfies((run) -> assertThat(endpoint.run(run.id())).isNotNull());
		assertThat(endpoint.runs(null, "t").runs()).hasSize(3);
		assertThat(endpoint.run("unknown")).isNull();
	}

	@Test
	void theyAreAutoConfigured() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, RestClientAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					DbSchedulerAutoConfiguration.class, OpenAiRunAutoConfiguration.class,
					OpenAiRunJdbcAutoConfiguration.class, OpenAiRunJdbcActuatorAutoConfiguration.class))
			.withPropertyValues("openai.api-key=none", "spring.datasource.url=" + this.database.url());
		runner.withPropertyValues("management.endpoints.web.exposure.include=openaidurableruns")
			.run((context) -> assertThat(context).hasSingleBean(DurableRunsEndpoint.class)
				.hasSingleBean(DurableRunsHealthIndicator.class)
				.hasSingleBean(DurableRunMeters.class));
		runner.withPropertyValues("management.health.durableruns.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DurableRunsEndpoint.class)
				.doesNotHaveBean(DurableRunsHealthIndicator.class));
		runner.withPropertyValues("openai.run.jdbc.durable-runs=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DurableRuns.class)
				.doesNotHaveBean(DurableRunMeters.class));
		runner.withPropertyValues("db-scheduler.enabled=false")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Durable runs need db-scheduler, but there is no Scheduler bean."));
	}

}
