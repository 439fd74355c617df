package io.github.openairun.jdbc;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.github.openairun.Delivery;
import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Whole applications that do not start, and what they say.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTests {

	private static final String FAILED = "APPLICATION FAILED TO START";

	private static ConfigurableApplicationContext start(List<String> properties, Class<?>... sources) {
		List<String> all = new ArrayList<>(List.of("openai.api-key=sk-test", "openai.base-url=http://localhost:1/v1",
				"spring.main.banner-mode=off", "spring.jmx.enabled=false"));
		all.addAll(properties);
		SpringApplication application = new SpringApplicationBuilder(sources).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.build();
		return application.run();
	}

	private static List<String> onH2() {
		Database database = Database.create(Database.Kind.H2);
		return new ArrayList<>(
				List.of("spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.user()));
	}

	private static void assertRefused(CapturedOutput output, String description, List<String> properties,
			Class<?>... sources) {
		assertThatException().isThrownBy(() -> start(properties, sources).close());
		assertThat(output.getAll().replaceAll("\\s+", " ")).contains(FAILED).contains(description);
	}

	private static void assertStarts(CapturedOutput output, List<String> properties, Class<?>... sources) {
		start(properties, sources).close();
		assertThat(output).doesNotContain(FAILED);
	}

	@Test
	void refusesAnExactlyOnceHandlerInATransactionOfItsOwn(CapturedOutput output) {
		assertRefused(output,
				"NewTransaction.book(String) of bean 'refusedStartTests.NewTransaction' has delivery EXACTLY_ONCE, but "
						+ "its @Transactional has the propagation REQUIRES_NEW: it would not work in the transaction in "
						+ "which its answer is recorded. Action: Leave the propagation at REQUIRED, or choose the "
						+ "delivery AT_MOST_ONCE or AT_LEAST_ONCE.",
				onH2(), Application.class, NewTransaction.class);
	}

	@Test
	void refusesAnExactlyOnceHandlerOfAClassWithoutTransactions(CapturedOutput output) {
		assertRefused(output, "has the propagation NOT_SUPPORTED", onH2(), Application.class, NotSupported.class);
		assertRefused(output, "has the propagation NEVER", onH2(), Application.class, Never.class);
	}

	@Test
	void refusesAnExactlyOnceHandlerOfAnotherTransactionManager(CapturedOutput output) {
		assertRefused(output,
				"its @Transactional names the transaction manager 'archive', which is not that of the records", onH2(),
				Application.class, TwoManagers.class, OtherManager.class);
	}

	@Test
	void acceptsHandlersThatJoinTheTransaction(CapturedOutput output) {
		assertStarts(output, onH2(), Application.class, TwoManagers.class, Joining.class, NotExactlyOnce.class);
	}

	@Test
	void refusesATransactionManagerOfAnotherDataSource(CapturedOutput output) {
		assertRefused(output,
				"Durable runs need a PlatformTransactionManager of their DataSource, but that of the application is of "
						+ "another one.",
				onH2(), Application.class, ForeignManager.class);
	}

	@Test
	void refusesTwoTransactionManagersOfWhichNoneIsPrimary(CapturedOutput output) {
		assertRefused(output,
				"Durable runs need one PlatformTransactionManager, but there are several. Action: Mark that of the "
						+ "DataSource as @Primary.",
				onH2(), Application.class, EqualManagers.class);
	}

	@Test
	void refusesAPrefixThatIsNoName(CapturedOutput output) {
		List<String> properties = onH2();
		properties.add("openai.run.jdbc.table-prefix=my-runs_");
		assertRefused(output, "It must consist of letters, digits and '_', after a schema if any.", properties,
				Application.class);
	}

	@Test
	void refusesADatabaseWithoutScripts(CapturedOutput output) {
		List<String> properties = onH2();
		properties.add("openai.run.jdbc.platform=oracle");
		properties.add("openai.run.jdbc.initialize-schema=always");
		assertRefused(output, "schema-oracle.sql'. Action: Use PostgreSQL, MySQL, MariaDB or H2", properties,
				Application.class);
	}

	@Test
	void refusesTwoContextRestorersOfWhichNoneIsPrimary(CapturedOutput output) {
		assertRefused(output,
				"Durable runs need one ContextRestorer, but there are several. Action: Mark one of them as @Primary",
				onH2(), Application.class, TwoRestorers.class);
	}

	@Test
	void acceptsAPrimaryContextRestorer(CapturedOutput output) {
		assertStarts(output, onH2(), Application.class, TwoRestorers.class, PrimaryRestorer.class);
	}

	@Test
	void refusesToStartWithoutADataSource(CapturedOutput output) {
		assertRefused(output, "Durable runs need a DataSource, but there is none.",
				List.of("spring.autoconfigure.exclude="
						+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"),
				Application.class);
	}

	@Test
	void refusesToStartWithoutATransactionManager(CapturedOutput output) {
		List<String> properties = onH2();
		properties.add("spring.autoconfigure.exclude="
				+ "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration");
		assertRefused(output, "Durable runs need a PlatformTransactionManager, but there is none. Action: Define a",
				properties, Application.class);
	}

	@Test
	void refusesToStartWithoutTheTables(CapturedOutput output) {
		List<String> properties = onH2();
		properties.add("openai.run.jdbc.initialize-schema=never");
		assertRefused(output, "The database has no table 'openai_run_schema', which durable runs and stored threads "
				+ "need. Action: Set openai.run.jdbc.initialize-schema=always", properties, Application.class);
	}

	@Test
	void refusesToStartWithoutAScheduler(CapturedOutput output) {
		List<String> properties = onH2();
		properties.add("db-scheduler.enabled=false");
		assertRefused(output, "Durable runs need db-scheduler, but there is no Scheduler bean. Action: Do not set "
				+ "db-scheduler.enabled=false", properties, Application.class);
	}

	/**
	 * The application of all tests.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * A second transaction manager.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TwoManagers {

		@Bean
		@Primary
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		PlatformTransactionManager archive(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	/**
	 * Two transaction managers of which none is primary.
	 */
	@Configuration(proxyBeanMethods = false)
	static class EqualManagers {

		@Bean
		PlatformTransactionManager orders(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		PlatformTransactionManager archive(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	/**
	 * A transaction manager of a database that is no bean.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ForeignManager {

		@Bean
		PlatformTransactionManager transactionManager() {
			JdbcDataSource other = new JdbcDataSource();
			other.setURL("jdbc:h2:mem:other");
			return new JdbcTransactionManager(other);
		}

	}

	static class NewTransaction {

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
		String book(String number) {
			return "booked " + number;
		}

	}

	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	static class NotSupported {

		@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
		String book(String number) {
			return "booked " + number;
		}

	}

	@Transactional(propagation = Propagation.NEVER)
	static class Never {

		@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
		String book(String number) {
			return "booked " + number;
		}

	}

	static class OtherManager {

		@Transactional("archive")
		@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
		String book(String number) {
			return "booked " + number;
		}

	}

	@Transactional("transactionManager")
	static class Joining {

		@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
		String book(String number) {
			return "booked " + number;
		}

	}

	static class NotExactlyOnce {

		@Transactional(transactionManager = "archive", propagation = Propagation.REQUIRES_NEW)
		@ToolHandler(description = "Archives an amount")
		String archive(String number) {
			return "archived " + number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRestorers {

		@Bean
		ContextRestorer users() {
			return (recorded) -> recorded;
		}

		@Bean
		ContextRestorer tenants() {
			return (recorded) -> recorded;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryRestorer {

		@Bean
		@Primary
		ContextRestorer all() {
			return (recorded) -> recorded;
		}

	}

}
