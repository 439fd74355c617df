package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnknownPropertyCheck}.
 */
class UnknownPropertyCheckTests {

	@ParameterizedTest
	@CsvSource({ "openai.run.max-round, openai.run.max-rounds",
			"openai.run.assistant.support.model, openai.run.assistants.support.model",
			"openai.run.assistants.support.instruction, openai.run.assistants.support.instructions",
			"openai.run.assistants.support.mcp[0].server-lable, openai.run.assistants.support.mcp[0].server-label",
			"openai.run.max-concurrency, openai.run.tools.max-concurrency", "openai.base-uri, openai.base-url",
			"openai.apikey1, openai.api-key", "openai.run.web.max-thread, openai.run.web.max-threads" })
	void namesTheClosestProperty(String written, String meant) {
		assertThat(warnings(Map.of(written, "1"))).singleElement()
			.asString()
			.contains("'" + written + "'", "Did you mean '" + meant + "'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "openai.api-key", "openai.apiKey", "openai.base_url", "openai.headers.X-Own",
			"openai.headers[x.own]", "openai.ssl.bundle", "openai.run.maxRounds", "openai.run.enabled",
			"openai.run.assistants.support.model", "openai.run.assistants.support.tools[0]",
			"openai.run.assistants.support.metadata.any", "openai.run.assistants.support.file-search.max-results",
			"openai.run.assistants.support.mcp[0].headers.any", "openai.run.poll.multiplier",
			"openai.run.web.max-threads", "openai.run.responses.link-store", "spring.openai.run.max-round",
			"openairun.max-round" })
	void knowsWhatExists(String name) {
		assertThat(warnings(Map.of(name, "1"))).isEmpty();
	}

	@Test
	void leavesEnvironmentVariablesAlone() {
		MockEnvironment environment = new MockEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of("OPENAI_ORG_ID", "1")));
		assertThat(warnings(environment)).isEmpty();
	}

	private static List<String> warnings(Map<String, Object> properties) {
		MockEnvironment environment = new MockEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return warnings(environment);
	}

	private static List<String> warnings(ConfigurableEnvironment environment) {
		ConfigurationPropertySources.attach(environment);
		return new UnknownPropertyCheck(environment).warnings();
	}

}
