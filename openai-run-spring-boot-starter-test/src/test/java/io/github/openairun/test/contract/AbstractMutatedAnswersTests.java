package io.github.openairun.test.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives against a server whose answers are changed at random: each ends within its
 * deadline with a result or a {@link io.github.openairun.RunException}, in a heap of 128
 * MB, and nothing is done twice. {@code -Dmutated-answers.seed} repeats a test, together
 * with {@code -Dmutated-answers.first} and {@code -Dmutated-answers.drives} a part of it.
 */
abstract class AbstractMutatedAnswersTests {

	private static final int DRIVES = Boolean.getBoolean("openai-run.test.nightly") ? 7_000 : 250;

	private final Wire wire;

	private final String threads;

	/**
	 * Create tests.
	 * @param wire the wire
	 * @param threads who keeps the threads, {@code server} or {@code application}
	 */
	AbstractMutatedAnswersTests(Wire wire, String threads) {
		this.wire = wire;
		this.threads = threads;
	}

	@Test
	void everyDriveEndsAndNothingIsDoneTwice(@TempDir Path folder) throws Exception {
		long seed = Long.getLong("mutated-answers.seed", new Random().nextInt());
		Path problems = folder.resolve("problems");
		Path output = folder.resolve("output");
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-Dsun.net.httpserver.nodelay=true", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), MutatedDrives.class.getName(), this.wire.name(), this.threads,
				String.valueOf(seed), Integer.getInteger("mutated-answers.first", 0).toString(),
				Integer.getInteger("mutated-answers.drives", DRIVES).toString(), problems.toString()))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(DRIVES, TimeUnit.SECONDS)).as("seed " + seed + " ends").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(problems).as("seed " + seed + ": " + Files.readString(output)).exists().isEmptyFile();
		assertThat(Files.readString(output)).doesNotContain("OutOfMemoryError");
	}

}
