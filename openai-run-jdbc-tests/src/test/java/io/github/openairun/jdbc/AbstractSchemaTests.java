package io.github.openairun.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.autoconfigure.OpenAiRunJdbcAutoConfiguration;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.wire.RunLinkStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the tables are created on every database.
 */
abstract class AbstractSchemaTests {

	private Database database;

	abstract Database.Kind kind();

	@BeforeEach
	void createDatabase() {
		this.database = Database.create(kind());
	}

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, RestClientAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					DbSchedulerAutoConfiguration.class, OpenAiRunAutoConfiguration.class,
					OpenAiRunJdbcAutoConfiguration.class))
			.withPropertyValues("openai.api-key=sk-test", "openai.run.jdbc.initialize-schema=always",
					"spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.user())
			.withPropertyValues(this.database.properties())
			.withPropertyValues(properties);
	}

	@Test
	void createsTheTablesOnceWithTheChosenNames() {
		for (int node = 0; node < 2; node++) {
			runner("openai.run.jdbc.table-prefix=my_runs_", "db-scheduler.table-name=my_tasks").run((context) -> {
				assertThat(context).hasNotFailed();
				DataSource dataSource = context.getBean(DataSource.class);
				JdbcTemplate jdbc = new JdbcTemplate(dataSource);
				assertThat(jdbc.queryForObject("select version from my_runs_schema", Integer.class))
					.isEqualTo(JdbcSchema.VERSION);
				assertThat(jdbc.queryForObject("select count(*) from my_runs_drive", Integer.class)).isZero();
				jdbc.queryForObject("select count(*) from my_tasks", Integer.class);
				assertThat(context.getBean(ThreadStore.class).find("t1")).isNull();
				assertThat(tables(dataSource)).isNotEmpty()
					.noneMatch((table) -> table.startsWith("openai") || table.startsWith("scheduled_tasks"));
			});
		}
	}

	@Test
	void createsTheTablesInASchema() {
		try (var dataSource = this.database.open()) {
			new JdbcTemplate(dataSource).execute("create schema runs");
		}
		runner("openai.run.jdbc.table-prefix=runs.my_", "db-scheduler.table-name=runs.tasks").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(RunLinkStore.class).find("t1", "r1")).isNull();
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			jdbc.queryForObject("select count(*) from runs.tasks", Integer.class);
		});
	}

	private static List<String> tables(DataSource dataSource) throws SQLException {
		List<String> names = new ArrayList<>();
		try (Connection connection = dataSource.getConnection()) {
			DatabaseMetaData metadata = connection.getMetaData();
			try (ResultSet rs = metadata.getTables(connection.getCatalog(), null, null, null)) {
				while (rs.next()) {
					names.add(rs.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
				}
			}
		}
		return names;
	}

}
