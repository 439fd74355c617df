package io.github.openairun.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The PostgreSQL of all contenders. It writes commits to the disk before it confirms
 * them, and makes no checkpoint meanwhile, because whole pages are logged after one.
 */
final class BenchmarkDatabase implements AutoCloseable {

	/** The same for each contender. */
	static final int CONNECTIONS = 20;

	private final EmbeddedPostgres postgres;

	private final JdbcTemplate jdbc;

	private final ProcessHandle process;

	private BenchmarkDatabase(EmbeddedPostgres postgres) throws IOException {
		this.postgres = postgres;
		this.jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
		String directory = this.jdbc.queryForObject("show data_directory", String.class);
		Path file = Path.of(Objects.requireNonNull(directory), "postmaster.pid");
		this.process = ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
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

	/** Return the CPU that its processes have used, those that live. */
	Duration cpu() {
		return Stream.concat(Stream.of(this.process), this.process.children())
			.map((process) -> process.info().totalCpuDuration().orElse(Duration.ZERO))
			.reduce(Duration.ZERO, Duration::plus);
	}

	String settings() {
		List<String> settings = this.jdbc.queryForList(
				"select name || '=' || setting from pg_settings "
						+ "where name in ('fsync', 'server_version', 'synchronous_commit') order by name desc",
				String.class);
		return String.join(", ", settings);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
