package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.autoconfigure.OpenAiRunJdbcAutoConfiguration;
import io.github.openairun.test.simulator.OpenAiSimulator;

/**
 * A node of an application with durable runs.
 */
class Node implements AutoCloseable {

	private static final Class<?>[] AUTO_CONFIGURATIONS = Configurations
		.getClasses(AutoConfigurations.of(JacksonAutoConfiguration.class, RestClientAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				DbSchedulerAutoConfiguration.class, OpenAiRunAutoConfiguration.class,
				OpenAiRunJdbcAutoConfiguration.class));

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final ObservedDataSource dataSource;

	/** Start a node. */
	static Node start(String name, Database database, OpenAiSimulator simulator, DurableTools tools,
			String... properties) {
		return new Node(name, database, simulator, tools, (application) -> {
		}, properties);
	}

	Node(String name, Database database, OpenAiSimulator simulator, DurableTools tools,
			Consumer<AnnotationConfigApplicationContext> customizer, String... properties) {
		this(name, database, simulator.baseUrl(), (application) -> {
			application.registerBean(DurableTools.class,
					() -> tools.on(new JdbcTemplate(application.getBean(DataSource.class))));
			customizer.accept(application);
		}, properties);
	}

	/** Start a node with handlers of its own. */
	Node(String name, Database database, String baseUrl, Consumer<AnnotationConfigApplicationContext> customizer,
			String... properties) {
		this.dataSource = new ObservedDataSource(database.open());
		TestPropertyValues
			.of("openai.api-key=sk-durable", "openai.base-url=" + baseUrl,
					"openai.run.assistants.support.model=gpt-4.1", "openai.run.assistants.support.tools=*",
					"openai.run.poll.initial-interval=20ms", "openai.run.poll.max-interval=50ms",
					"openai.run.jdbc.initialize-schema=always", "db-scheduler.scheduler-name=" + name,
					"db-scheduler.polling-interval=50ms", "db-scheduler.heartbeat-interval=500ms",
					"db-scheduler.missed-heartbeats-limit=4", "db-scheduler.threads=5")
			.and(database.properties())
			.and(properties)
			.applyTo(this.context);
		this.context.registerBean(DataSource.class, () -> this.dataSource);
		customizer.accept(this.context);
		this.context.register(AUTO_CONFIGURATIONS);
		this.context.refresh();
	}

	/** Let the clocks of a node go wrong. */
	static Consumer<AnnotationConfigApplicationContext> skewed(Duration skew) {
		Clock clock = Clock.offset(Clock.systemUTC(), skew);
		return (context) -> {
			context.registerBean(Clock.class, () -> clock);
			context.registerBean("dbSchedulerClock", com.github.kagkarlsson.scheduler.Clock.class,
					() -> clock::instant);
		};
	}

	DurableRuns runs() {
		return this.context.getBean(DurableRuns.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	void publish(Object event) {
		this.context.publishEvent(event);
	}

	TransactionTemplate transaction() {
		return new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	JdbcTemplate jdbc() {
		return new JdbcTemplate(this.dataSource);
	}

	ObservedDataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void close() {
		this.context.close();
		try {
			this.dataSource.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
