package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sees to it that the messages which docs/troubleshooting.md explains are those that the
 * library has. What varies in a message is written as an ellipsis.
 */
class TroubleshootingTests {

	private static final Pattern HEADING = Pattern.compile("^## `(.+)`$", Pattern.MULTILINE);

	private static final String SOURCES = sources();

	@ParameterizedTest
	@MethodSource("messages")
	void theLibraryHasTheMessage(String message) {
		assertThat(Stream.of(message.split("…")).filter((part) -> !part.isBlank())).isNotEmpty()
			.allSatisfy((part) -> assertThat(SOURCES.contains(part)).as("'" + part + "' in the sources").isTrue());
	}

	@ParameterizedTest
	@MethodSource("sections")
	void everyMessageHasCauseAndRemedy(String section) {
		assertThat(section).contains("**Cause**", "**Remedy**");
	}

	static List<String> messages() {
		List<String> messages = HEADING.matcher(page()).results().map((result) -> result.group(1)).toList();
		assertThat(messages).hasSizeGreaterThan(10).doesNotHaveDuplicates();
		return messages;
	}

	static List<String> sections() {
		return Stream.of(page().split("(?m)^## ")).skip(1).toList();
	}

	private static String page() {
		return Pages.read("docs/troubleshooting.md");
	}

	/** All main sources; texts that are split over lines are joined. */
	private static String sources() {
		return Stream.of("openai-run-core", "openai-run-spring-boot-autoconfigure")
			.map((module) -> Pages.root().resolve(module).resolve("src/main/java"))
			.flatMap(TroubleshootingTests::files)
			.filter((file) -> file.toString().endsWith(".java"))
			.map(TroubleshootingTests::read)
			.map((source) -> source.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\""))
			.collect(Collectors.joining("\n"));
	}

	private static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
