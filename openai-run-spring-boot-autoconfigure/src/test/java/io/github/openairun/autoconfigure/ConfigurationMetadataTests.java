package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.RunLimits;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.PollPolicy;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	private final JsonNode metadata = read();

	@Test
	void everyPropertyHasADescriptionThatIsASentence() {
		List<String> names = new ArrayList<>();
		for (JsonNode property : this.metadata.get("properties")) {
			names.add(property.get("name").asString());
			assertThat(property.path("description").asString("")).as(property.get("name").asString())
				.matches("(?s)[A-Z].*\\.");
		}
		assertThat(names).contains("openai.api-key", "openai.base-url", "openai.organization", "openai.project",
				"openai.headers", "openai.connect-timeout", "openai.read-timeout", "openai.run.enabled",
				"openai.run.wire", "openai.run.assistants", "openai.run.timeout", "openai.run.poll.max-interval");
	}

	@Test
	void defaultsAreThoseOfTheLibrary() {
		OpenAiRunProperties properties = new Binder(new MapConfigurationPropertySource()).bindOrCreate("openai.run",
				OpenAiRunProperties.class);
		assertThat(new RunConfiguration().runLimits(properties)).isEqualTo(RunLimits.defaults());
		PollPolicy polling = PollPolicy.defaults();
		assertThat(properties.getPoll().getInitialInterval()).isEqualTo(polling.initialInterval());
		assertThat(properties.getPoll().getMultiplier()).isEqualTo(polling.multiplier());
		assertThat(properties.getPoll().getMaxInterval()).isEqualTo(polling.maxInterval());
		assertThat(properties.getBusyThread().getMaxWait()).isEqualTo(BusyThreadPolicy.defaults().maxWait());
	}

	private static JsonNode read() {
		String location = "/META-INF/spring-configuration-metadata.json";
		try (InputStream input = OpenAiProperties.class.getResourceAsStream(location)) {
			return JsonMapper.builder().build().readTree(input);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
