package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.DefaultResourceLoader;

import io.github.openairun.Assistant;
import io.github.openairun.ModelSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AssistantFactoryTests {

	private final AssistantFactory factory = new AssistantFactory(new DefaultResourceLoader());

	private final AssistantProperties properties = new AssistantProperties();

	@Test
	void everyPropertyArrives() {
		this.properties.setId("asst_1");
		this.properties.setModel("gpt");
		this.properties.setReasoningEffort("low");
		this.properties.setTemperature(0.5);
		this.properties.setTopP(0.9);
		this.properties.setMaxOutputTokens(1000);
		this.properties.setInstructions("Be brief.");
		this.properties.setTools(List.of("findOrder"));
		this.properties.setMetadata(Map.of("team", "support"));
		Assistant assistant = create();
		assertThat(assistant.name()).isEqualTo("support");
		assertThat(assistant.id()).isEqualTo("asst_1");
		assertThat(assistant.settings()).isEqualTo(ModelSettings.builder()
			.model("gpt")
			.reasoningEffort("low")
			.temperature(0.5)
			.topP(0.9)
			.maxCompletionTokens(1000)
			.build());
		assertThat(assistant.instructions()).isEqualTo("Be brief.");
		assertThat(assistant.tools()).containsExactly("findOrder");
		assertThat(assistant.metadata()).containsExactly(Map.entry("team", "support"));
	}

	@Test
	void whatIsNotSetStaysOpen() {
		Assistant assistant = create();
		assertThat(assistant.settings()).isEqualTo(ModelSettings.none());
		assertThat(assistant.tools()).isNull();
		assertThat(assistant.instructions()).isNull();
	}

	@Test
	void whatIsBlankCountsAsNotSet() {
		this.properties.setId(" ");
		this.properties.setModel("");
		this.properties.setReasoningEffort(" ");
		Assistant assistant = create();
		assertThat(assistant.id()).isNull();
		assertThat(assistant.settings()).isEqualTo(ModelSettings.none());
	}

	@Test
	void instructionsAreReadFromAFile(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("instructions.txt"), "Grüße jeden.\n");
		this.properties.setInstructions(file.toUri().toString());
		assertThat(create().instructions()).isEqualTo("Grüße jeden.\n");
	}

	@Test
	void instructionsAreReadFromTheClassPath() {
		this.properties.setInstructions("classpath:logback-test.xml");
		assertThat(create().instructions()).contains("<configuration>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:missing.txt", "file:missing/instructions.txt" })
	void aResourceThatIsMissingIsNamedWithItsProperty(String location) {
		this.properties.setInstructions(location);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::create)
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("openai.run.assistants.support.instructions");
				assertThat(ex.getReason()).isEqualTo("There is no such resource");
			});
	}

	private Assistant create() {
		return this.factory.create("support", this.properties);
	}

}
