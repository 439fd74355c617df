package io.github.openairun.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process of the server. It ends with this one, at the latest.
 */
final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final String address;

	private ServerProcess(Process process, String address) {
		this.process = process;
		this.address = address;
	}

	static ServerProcess start() throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx1g", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), ServerLoop.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
		String line = output.readLine();
		if (line == null || !line.startsWith(ServerLoop.GREETING)) {
			process.destroy();
			throw new IOException("The server did not start: " + line);
		}
		return new ServerProcess(process, "http://127.0.0.1:" + line.substring(ServerLoop.GREETING.length()));
	}

	/**
	 * Return the base URL of runs whose phases take so long.
	 * @param pace how long, see {@link ScriptedRuns}
	 */
	String baseUrl(String pace) {
		return this.address + "/" + pace + "/v1";
	}

	Figures figures() throws IOException {
		try (InputStream answer = URI.create(this.address + "/figures").toURL().openStream()) {
			String[] words = new String(answer.readAllBytes(), StandardCharsets.UTF_8).split(" ");
			return new Figures(Long.parseLong(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]),
					Double.parseDouble(words[3]));
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What the server has seen.
	 *
	 * @param requests all requests so far
	 * @param created all runs so far
	 * @param ended all runs so far that came to their end
	 * @param overshoot how long after the end of a phase the client looked, in lengths of
	 * the phase; the median since the last time
	 */
	record Figures(long requests, int created, int ended, double overshoot) {
	}

}
