package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.RunRequest;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.autoconfigure.OpenAiRunJdbcAutoConfiguration;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.wire.RunLinkStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OpenAiRunJdbcAutoConfiguration}.
 */
class JdbcAutoConfigurationTests {

	private static final String ALWAYS = "openai.run.jdbc.initialize-schema=always";

	private final ApplicationContextRunner withoutDataSource = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, RestClientAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, DbSchedulerAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class, OpenAiRunJdbcAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	private ApplicationContextRunner on(Database database) {
		return this.withoutDataSource.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + database.url(),
					"spring.datasource.username=" + database.user());
	}

	private ApplicationContextRunner onH2() {
		return on(Database.create(Database.Kind.H2));
	}

	@Test
	void theStoresAreInTheDatabase() {
		onH2().run((context) -> {
			assertThat(context).getBean(ThreadStore.class).isInstanceOf(JdbcThreadStore.class);
			assertThat(context).getBean(RunLinkStore.class).isInstanceOf(JdbcRunLinkStore.class);
			assertThat(context).hasSingleBean(Scheduler.class);
		});
	}

	@Test
	void controllersReturnDurableRunsWithoutTheirContext() {
		onH2().withPropertyValues("openai.run.assistants.support.model=m").run((context) -> {
			DurableRun run = context.getBean(DurableRuns.class)
				.schedule(RunRequest.assistant("support")
					.message("Hi")
					.metadata(Map.of("order", "17"))
					.context(Map.of("tenant", "secret"))
					.build(), ScheduleOptions.defaults().key("first").delay(Duration.ofHours(1)));
			String json = context.getBean(JsonMapper.class).writeValueAsString(run);
			assertThat(json)
				.contains("\"id\":\"" + run.id() + "\"", "\"key\":\"first\"", "\"state\":\"SCHEDULED\"",
						"\"metadata\":{\"order\":\"17\"}")
				.doesNotContain("secret");
		});
	}

	@Test
	void theyAreInMemoryOnDemand() {
		onH2().withPropertyValues("openai.run.thread-store.type=memory", "openai.run.responses.link-store=memory")
			.run((context) -> {
				assertThat(context).getBean(ThreadStore.class).isInstanceOf(InMemoryThreadStore.class);
				assertThat(context).getBean(RunLinkStore.class).isNotInstanceOf(JdbcRunLinkStore.class);
			});
	}

	@Test
	void linksAreInTheConversationsOnDemand() {
		onH2().withPropertyValues("openai.run.responses.link-store=conversation")
			.run((context) -> assertThat(context).doesNotHaveBean(RunLinkStore.class));
	}

	@Test
	void storesOfTheApplicationTakePrecedence() {
		ThreadStore threads = mock(ThreadStore.class);
		RunLinkStore links = mock(RunLinkStore.class);
		onH2().withBean(ThreadStore.class, () -> threads).withBean(RunLinkStore.class, () -> links).run((context) -> {
			assertThat(context).getBean(ThreadStore.class).isSameAs(threads);
			assertThat(context).getBean(RunLinkStore.class).isSameAs(links);
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		for (String property : List.of("openai.run.jdbc.enabled=false", "openai.run.enabled=false")) {
			onH2().withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcAccess.class));
		}
	}

	@Test
	void backsOffWithoutTheModule() {
		onH2().withClassLoader(new FilteredClassLoader(JdbcThreadStore.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(ThreadStore.class)
				.isInstanceOf(InMemoryThreadStore.class));
	}

	@Test
	void explainsThatAStoreNeedsTheModule() {
		for (String property : List.of("openai.run.thread-store.type", "openai.run.responses.link-store")) {
			onH2()
				.withPropertyValues(property + "=jdbc", "openai.run.jdbc.enabled=false",
						"openai.run.threads=application")
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("'" + property + "' is 'jdbc', but openai-run-jdbc is not configured. "
							+ "Add openai-run-spring-boot-starter-jdbc"));
		}
	}

	@Test
	void explainsThatThereIsNoDataSource() {
		this.withoutDataSource.run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("Durable runs need a DataSource, but there is none. Set spring.datasource.url"));
	}

	@Test
	void explainsThatThereAreSeveralDataSources() {
		this.withoutDataSource.withBean("first", DataSource.class, () -> mock(DataSource.class))
			.withBean("second", DataSource.class, () -> mock(DataSource.class))
			.withPropertyValues("db-scheduler.enabled=false")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Durable runs need one DataSource, but there are several. Mark"));
	}

	@Test
	void explainsThatThereAreSeveralTransactionManagers() {
		Database database = Database.create(Database.Kind.H2);
		on(database).withBean("first", PlatformTransactionManager.class, () -> mock(PlatformTransactionManager.class))
			.withBean("second", PlatformTransactionManager.class, () -> mock(PlatformTransactionManager.class))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Durable runs need one PlatformTransactionManager, but there are several."));
	}

	@Test
	void theTablesOfAServerAreCreatedOnDemandOnly() {
		on(Database.create(Database.Kind.POSTGRESQL)).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("The database has no table 'openai_run_schema', which durable runs and stored "
					+ "threads need. Set openai.run.jdbc.initialize-schema=always, or apply the script "
					+ "'io/github/openairun/jdbc/schema-<database>.sql'"));
	}

	@Test
	void refusesANewerSchema() {
		Database database = Database.create(Database.Kind.H2);
		on(database).run((context) -> new JdbcTemplate(context.getBean(DataSource.class))
			.update("update openai_run_schema set version = 99"));
		on(database).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("have schema 99, which is newer than the schema 1 of this version of the library. "
					+ "Start a newer version of the application"));
	}

	@Test
	void theClockIsThatOfTheApplication() {
		onH2().withBean(Clock.class, Clock::systemUTC).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aKilledNodeIsNoticedWithinMinutesUnlessTheApplicationSetsOtherwise(CapturedOutput output) {
		logLifecycle(LogLevel.INFO);
		onH2().run((context) -> assertThat(context).getBean(DbSchedulerProperties.class)
			.extracting(DbSchedulerProperties::getHeartbeatInterval)
			.isEqualTo(Duration.ofSeconds(15)));
		assertThat(output).contains("goes on with its durable runs after 90 to 120 seconds");
		onH2().withPropertyValues("db-scheduler.heartbeat-interval=1500ms", "db-scheduler.missed-heartbeats-limit=4")
			.run((context) -> assertThat(context).getBean(DbSchedulerProperties.class)
				.extracting(DbSchedulerProperties::getHeartbeatInterval)
				.isEqualTo(Duration.ofMillis(1500)));
		assertThat(output).contains("goes on with its durable runs after 6 to 9 seconds");
		logLifecycle(null);
		onH2().withPropertyValues("openai.run.jdbc.durable-runs=false")
			.run((context) -> assertThat(context).getBean(DbSchedulerProperties.class)
				.extracting(DbSchedulerProperties::getHeartbeatInterval)
				.isEqualTo(Duration.ofMinutes(5)));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theSchedulerKnowsH2(CapturedOutput output) {
		onH2().withPropertyValues(ALWAYS)
			.run((context) -> assertThat(context.getBean(DbSchedulerCustomizer.class).jdbcCustomization()).get()
				.isExactlyInstanceOf(DefaultJdbcCustomization.class));
		assertThat(output).doesNotContain("No database-specific jdbc-overrides");
		on(Database.create(Database.Kind.POSTGRESQL)).withPropertyValues(ALWAYS)
			.run((context) -> assertThat(context.getBean(DbSchedulerCustomizer.class).jdbcCustomization()).isEmpty());
		DbSchedulerCustomizer own = mock(DbSchedulerCustomizer.class);
		onH2().withBean(DbSchedulerCustomizer.class, () -> own)
			.run((context) -> assertThat(context).getBean(DbSchedulerCustomizer.class).isSameAs(own));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aSchedulerThatTheApplicationStartsEndsItsDrivesWithTheContext(CapturedOutput output) {
		logLifecycle(LogLevel.WARN);
		onH2().withBean(DbSchedulerStarter.class, () -> mock(DbSchedulerStarter.class)).run((context) -> {
			Scheduler scheduler = context.getBean(Scheduler.class);
			scheduler.start();
			publishReady(context.getSourceApplicationContext());
			context.stop();
			assertThat(scheduler.getSchedulerState().isPaused()).isTrue();
			context.start();
			assertThat(scheduler.getSchedulerState().isPaused()).isFalse();
		});
		logLifecycle(null);
		assertThat(output).doesNotContain("executes no durable runs");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aSchedulerThatTheApplicationDoesNotStartIsReported(CapturedOutput output) {
		logLifecycle(LogLevel.WARN);
		onH2().run((context) -> {
			assertThat(context.getBean(Scheduler.class).getSchedulerState().isStarted()).isTrue();
			publishReady(context.getSourceApplicationContext());
		});
		assertThat(output).doesNotContain("executes no durable runs");
		onH2().withBean(DbSchedulerStarter.class, () -> mock(DbSchedulerStarter.class)).run((context) -> {
			assertThat(context.getBean(Scheduler.class).getSchedulerState().isStarted()).isFalse();
			publishReady(context.getSourceApplicationContext());
		});
		logLifecycle(null);
		assertThat(output).contains("This node executes no durable runs: the application has a DbSchedulerStarter of "
				+ "its own, which has not started the Scheduler");
	}

	@Test
	void theEndOfAChildContextStopsNoDrivesOfItsParent() {
		onH2().run((parent) -> {
			this.withoutDataSource.withParent(parent.getSourceApplicationContext())
				.run((child) -> assertThat(child).hasNotFailed());
			assertThat(parent.getBean(DurableRunWorker.class).isRunning()).isTrue();
			assertThat(parent.getBean(Scheduler.class).getSchedulerState().isPaused()).isFalse();
		});
	}

	/** The tests' log shows no warnings otherwise. */
	private static void logLifecycle(@Nullable LogLevel level) {
		LoggingSystem.get(JdbcAutoConfigurationTests.class.getClassLoader())
			.setLogLevel("io.github.openairun.autoconfigure.RunSchedulerLifecycle", level);
	}

	private static void publishReady(ConfigurableApplicationContext context) {
		context.publishEvent(
				new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ofSeconds(1)));
	}

}
