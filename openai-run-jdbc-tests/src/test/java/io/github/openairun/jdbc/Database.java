package io.github.openairun.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A database of its own for a test.
 *
 * @param kind its kind
 * @param url its JDBC URL
 * @param user its user
 */
record Database(Kind kind, String url, String user) {

	/** Create an empty database. */
	static Database create(Kind kind) {
		String name = "t" + UUID.randomUUID().toString().replace("-", "");
		return switch (kind) {
			case H2 -> new Database(kind, "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa");
			case POSTGRESQL -> {
				new JdbcTemplate(PostgresServer.INSTANCE.getPostgresDatabase()).execute("create database " + name);
				yield new Database(kind, PostgresServer.INSTANCE.getJdbcUrl("postgres", name), "postgres");
			}
			case MARIADB -> {
				MariaDbServer.instance().jdbc().execute("create database " + name);
				yield new Database(kind, MariaDbServer.instance().url(name), MariaDbServer.USER);
			}
		};
	}

	/** Return what the kind of database demands of db-scheduler. */
	String[] properties() {
		return (this.kind == Kind.MARIADB) ? new String[] { "db-scheduler.always-persist-timestamp-in-utc=true" }
				: new String[0];
	}

	/** Return the time of the database in SQL, as db-scheduler stores it. */
	String now() {
		return (this.kind == Kind.MARIADB) ? "utc_timestamp(6)" : "current_timestamp";
	}

	/** Open a pool of connections. */
	HikariDataSource open() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(this.url);
		dataSource.setUsername(this.user);
		dataSource.setMaximumPoolSize(16);
		return dataSource;
	}

	/** Create the tables. */
	void initialize(DataSource dataSource) {
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(script("schema"), script("db-scheduler")),
				dataSource);
	}

	private ClassPathResource script(String name) {
		return new ClassPathResource(
				"io/github/openairun/jdbc/" + name + "-" + this.kind.name().toLowerCase(Locale.ROOT) + ".sql");
	}

	static JdbcAccess access(DataSource dataSource) {
		return new JdbcAccess(new JdbcTemplate(dataSource), new JdbcTransactionManager(dataSource),
				new JdbcTables(JdbcTables.DEFAULT_PREFIX));
	}

	/** The kinds of databases. */
	enum Kind {

		H2, POSTGRESQL, MARIADB

	}

	/** Started once for all tests. */
	private static final class PostgresServer {

		static final EmbeddedPostgres INSTANCE = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
