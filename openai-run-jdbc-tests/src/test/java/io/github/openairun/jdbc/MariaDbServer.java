package io.github.openairun.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A MariaDB server with an empty data directory, on a port of the loopback address, as
 * the current user. Its programs must be installed.
 */
final class MariaDbServer {

	static final String USER = "root";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int port;

	private MariaDbServer(int port) {
		this.port = port;
	}

	/** Return the server, which is started once for all tests. */
	static MariaDbServer instance() {
		return Holder.INSTANCE;
	}

	String url(String database) {
		return "jdbc:mariadb://127.0.0.1:" + this.port + "/" + database;
	}

	JdbcTemplate jdbc() {
		return new JdbcTemplate(new DriverManagerDataSource(url(""), USER, ""));
	}

	private static MariaDbServer start() {
		try {
			Path directory = Files.createTempDirectory("mariadb");
			String data = "--datadir=" + directory.resolve("data");
			List<String> user = "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
			File log = directory.resolve("server.log").toFile();
			List<String> install = new ArrayList<>(List.of(program("mariadb-install-db"), "--no-defaults", data,
					"--skip-test-db", "--auth-root-authentication-method=normal"));
			install.addAll(user);
			Process installation = process(install, log);
			if (!installation.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || installation.exitValue() != 0) {
				throw new IllegalStateException("mariadb-install-db has failed: " + Files.readString(log.toPath()));
			}
			int port = freePort();
			List<String> server = new ArrayList<>(
					List.of(program("mariadbd"), "--no-defaults", data, "--port=" + port, "--bind-address=127.0.0.1",
							"--skip-name-resolve", "--max-connections=300", "--innodb-flush-log-at-trx-commit=2",
							"--socket=" + directory.resolve("socket"), "--pid-file=" + directory.resolve("pid")));
			server.addAll(user);
			Process process = process(server, log);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, directory)));
			MariaDbServer started = new MariaDbServer(port);
			started.await(process, log.toPath());
			return started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Return the path of a program, which may be in a directory for administrators. */
	private static String program(String name) {
		String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
		for (String directory : path.split(File.pathSeparator)) {
			Path program = Path.of(directory, name);
			if (Files.isExecutable(program)) {
				return program.toString();
			}
		}
		throw new IllegalStateException("There is no program '" + name
				+ "'. The tests on MariaDB start its server: install the package mariadb-server.");
	}

	private static Process process(List<String> command, File log) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void await(Process process, Path log) throws IOException, InterruptedException {
		Instant end = Instant.now().plus(PATIENCE);
		CountDownLatch never = new CountDownLatch(1);
		while (true) {
			try {
				jdbc().queryForObject("select 1", Integer.class);
				return;
			}
			catch (CannotGetJdbcConnectionException ex) {
				if (!process.isAlive() || Instant.now().isAfter(end)) {
					throw new IllegalStateException("mariadbd has not started: " + Files.readString(log), ex);
				}
				never.await(50, TimeUnit.MILLISECONDS);
			}
		}
	}

	private static void stop(Process process, Path directory) {
		process.destroyForcibly();
		try {
			process.waitFor(10, TimeUnit.SECONDS);
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			// The files are in the directory for temporary ones.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class Holder {

		static final MariaDbServer INSTANCE = start();

	}

}
