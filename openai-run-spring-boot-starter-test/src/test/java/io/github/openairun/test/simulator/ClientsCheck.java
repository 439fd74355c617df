package io.github.openairun.test.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Clients in other languages against the stand-alone simulator: {@code mvn -Pclients
 * verify}. It needs Node.js 20 with npm, which loads the clients.
 */
class ClientsCheck {

	private static final Path SOURCES = Path.of("src", "test", "clients");

	private static final Path WORK = Path.of("target", "clients");

	private static final Pattern PATHS = Pattern.compile("/v1/(assistants|threads|conversations|responses)\\b.*");

	private static final int SECONDS = 300;

	private final OpenAiSimulator simulator = StandAloneSimulator.start(0);

	@BeforeAll
	static void install() throws Exception {
		Files.createDirectories(WORK);
		for (Path file : files(SOURCES)) {
			Files.write(WORK.resolve(file.getFileName()), Files.readAllBytes(file));
		}
		assertThat(execute(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"), "")).contains("added");
	}

	@AfterEach
	void close() {
		this.simulator.close();
	}

	static List<String> clients() throws IOException {
		return files(SOURCES).stream()
			.map((file) -> file.getFileName().toString())
			.filter((name) -> name.endsWith(".test.mjs"))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void clientIsServed(String file) throws Exception {
		assertThat(execute(List.of("node", "--test", "--test-concurrency=1", file), url())).contains("# fail 0");
		assertThat(this.simulator.exchanges()).isNotEmpty();
		assertThat(this.simulator).gotNoSecrets();
		if (System.getProperty(SpecValidator.PROPERTY) != null) {
			List<Exchange> exchanges = this.simulator.exchanges()
				.stream()
				.filter((exchange) -> PATHS.matcher(exchange.path()).matches())
				.toList();
			assertThat(SpecValidator.violations(exchanges)).filteredOn((line) -> !line.contains(", request: "))
				.isEmpty();
		}
	}

	@Test
	void exampleOfTheNpmClientRuns() throws Exception {
		assertThat(execute(List.of("node", example("js", "example.mjs")), "")).contains("It was shipped");
	}

	@Test
	void exampleOfThePythonClientRuns() throws Exception {
		assumeTrue(exitCode(List.of("python3", "-c", "import openai")) == 0, "Python has no module 'openai'");
		assertThat(execute(List.of("python3", example("python", "example.py")), "")).contains("It was shipped");
	}

	/**
	 * Takes the only block of a language from the documentation, after the script above
	 * it.
	 */
	private String example(String language, String file) throws IOException {
		String page = Files.readString(Path.of("..", "docs", "testing.md"));
		new ScriptReader(this.simulator).read(block(page, "json"));
		String code = block(page, language).replace("http://127.0.0.1:" + StandAloneSimulator.PORT, url());
		Files.writeString(WORK.resolve(file), code);
		return file;
	}

	private static String block(String page, String language) {
		return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
			.matcher(page)
			.results()
			.map((match) -> match.group(1))
			.findFirst()
			.orElseThrow();
	}

	private String url() {
		return this.simulator.baseUrl().replace("/v1", "");
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

	private static int exitCode(List<String> command) throws Exception {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(SECONDS, TimeUnit.SECONDS) ? process.exitValue() : 1;
		}
		catch (IOException ex) {
			return 1;
		}
	}

	/**
	 * Executes a command that must succeed.
	 * @param url where the simulator is
	 * @return what it has printed
	 */
	private static String execute(List<String> command, String url) throws Exception {
		Path log = WORK.resolve(command.get(0) + "-" + command.get(command.size() - 1).replace("-", "") + ".log");
		ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).directory(WORK.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().put("SIMULATOR", url);
		Process process = builder.start();
		boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly();
		String printed = Files.readString(log, StandardCharsets.UTF_8);
		assertThat(ended && process.exitValue() == 0).as("%s%n%s", command, printed).isTrue();
		return printed;
	}

}
