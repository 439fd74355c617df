package io.github.openairun.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.openairun.ToolDefinition;
import io.github.openairun.tool.ToolRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ToolTesterAssertTests {

	@TempDir
	Path directory;

	private Path file;

	@BeforeEach
	void write() {
		this.file = this.directory.resolve("tools").resolve("city.json");
		tools("Tells the weather", "string").matchesSnapshot(this.file, true);
	}

	@Test
	void writesWhatModelsAreTold() throws Exception {
		assertThat(Files.readString(this.file)).contains("\"weather\" : {", "\"description\" : \"Tells the weather\"")
			.endsWith("}\n");
	}

	@Test
	void acceptsWhatHasNotChanged() {
		tools("Tells the weather", "string").matchesSnapshot(this.file, false);
	}

	@Test
	void namesEachDifference() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> tools("Tells the forecast", "integer").matchesSnapshot(this.file, false))
			.withMessageContaining("weather.description was \"Tells the weather\" and is \"Tells the forecast\"")
			.withMessageContaining("weather.parameters.properties.city.type was \"string\" and is \"integer\"")
			.withMessageContaining("-Dopenairun.test.update-snapshots=true");
	}

	@Test
	void namesWhatIsNewAndWhatIsGone() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(
					() -> tools(new ToolDefinition("forecast", null, "{}", false)).matchesSnapshot(this.file, false))
			.withMessageContaining("weather is gone; it was {")
			.withMessageContaining("forecast is new: {");
	}

	@Test
	void saysHowToWriteAFileThatDoesNotExist() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> tools("a", "string").matchesSnapshot(this.directory.resolve("none.json"), false))
			.withMessageContaining("There is no snapshot")
			.withMessageContaining("-Dopenairun.test.update-snapshots=true");
	}

	private static ToolTesterAssert tools(String description, String type) {
		return tools(new ToolDefinition("weather", description,
				"{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"" + type + "\"}}}", true));
	}

	private static ToolTesterAssert tools(ToolDefinition definition) {
		return assertThat(new ToolTester(new ToolRegistry() {

			@Override
			public List<ToolDefinition> definitions() {
				return List.of(definition);
			}

			@Override
			public ToolDefinition find(String name) {
				return definition;
			}

		}, (batch) -> CompletableFuture.completedFuture(List.of())));
	}

}
