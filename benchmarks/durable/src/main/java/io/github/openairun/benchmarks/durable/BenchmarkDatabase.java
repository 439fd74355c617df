package io.github.openairun.benchmarks.durable;

import java.io.IOException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The PostgreSQL of all contenders. It writes commits to the disk before it confirms
 * them, and makes no checkpoint while something is measured, because pages that are
 * written for the first time after one count several times.
 */
final class BenchmarkDatabase implements AutoCloseable {

	/** The same for each contender. */
	static final int CONNECTIONS = 20;

	private final EmbeddedPostgres postgres;

	private final JdbcTemplate jdbc;

	private BenchmarkDatabase(EmbeddedPostgres postgres) {
		this.postgres = postgres;
		this.jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
	}

	static BenchmarkDatabase start() throws IOException {
		return new BenchmarkDatabase(EmbeddedPostgres.builder()
			.setServerConfig("max_connections", "100")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("fsync", "on")
			.setServerConfig("checkpoint_timeout", "1h")
			.setServerConfig("max_wal_size", "8GB")
			.start());
	}

	/** Open a pool of connections to a database of its own. */
	HikariDataSource open(String name) {
		if (this.jdbc.queryForList("select 1 from pg_database where datname = ?", Integer.class, name).isEmpty()) {
			this.jdbc.execute("create database " + name);
		}
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(this.postgres.getJdbcUrl("postgres", name));
		pool.setUsername("postgres");
		pool.setMaximumPoolSize(CONNECTIONS);
		return pool;
	}

	/** Return how many bytes have been written to the write-ahead log. */
	long written() {
		Long written = this.jdbc.queryForObject("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint",
				Long.class);
		return (written != null) ? written : 0;
	}

	/** Let the next turn begin like the one before. */
	void checkpoint() {
		this.jdbc.execute("checkpoint");
	}

	String settings() {
		List<String> settings = this.jdbc.queryForList("select name || '=' || setting from pg_settings "
				+ "where name in ('fsync', 'server_version', 'synchronous_commit') order by name desc", String.class);
		return String.join(", ", settings);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
