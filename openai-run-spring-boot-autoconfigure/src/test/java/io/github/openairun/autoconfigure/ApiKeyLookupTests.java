package io.github.openairun.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The variable stands in a real {@link SystemEnvironmentPropertySource} that outranks the
 * configuration file, as in every Boot application.
 */
class ApiKeyLookupTests {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final Map<String, Object> file = new LinkedHashMap<>();

	private final Map<String, Object> commandLine = new LinkedHashMap<>();

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "none, none, none", "sk-file, none, sk-file", "none, sk-env, sk-env", "sk-file, sk-env, sk-file",
					"sk-file, '', sk-file", "'', sk-env, sk-env", "' ', sk-env, sk-env", "'', '', none" })
	void thePropertyWinsUnlessItIsBlank(@Nullable String property, @Nullable String variable,
			@Nullable String expected) {
		put(this.file, "openai.api-key", property);
		put(this.variables, "OPENAI_API_KEY", variable);
		assertThat(find()).isEqualTo(expected);
	}

	@Test
	void aHigherSourceWins() {
		this.commandLine.put("openai.api-key", "sk-command-line");
		this.file.put("openai.api-key", "sk-file");
		assertThat(find()).isEqualTo("sk-command-line");
	}

	@Test
	void aBlankInAHigherSourceMasksNothing() {
		this.commandLine.put("openai.api-key", "");
		this.file.put("openai.api-key", "sk-file");
		assertThat(find()).isEqualTo("sk-file");
	}

	@ParameterizedTest
	@CsvSource({ "openai.apiKey", "openai.api_key", "OPENAI.API-KEY" })
	void otherSpellingsInAFileCount(String spelling) {
		this.file.put(spelling, "sk-file");
		this.variables.put("OPENAI_API_KEY", "sk-env");
		assertThat(find()).isEqualTo("sk-file");
	}

	@Test
	void aVariableUnderThePropertysOwnNameCounts() {
		this.variables.put("openai.api-key", "sk-own");
		this.variables.put("OPENAI_API_KEY", "sk-env");
		assertThat(find()).isEqualTo("sk-own");
	}

	@Test
	void placeholdersAreResolved() {
		this.file.put("openai.api-key", "${VAULT_KEY}");
		this.variables.put("VAULT_KEY", "sk-vault");
		assertThat(find()).isEqualTo("sk-vault");
	}

	@Test
	void aPlaceholderForTheVariableIsTheVariable() {
		this.file.put("openai.api-key", "${OPENAI_API_KEY:}");
		assertThat(find()).isNull();
		this.variables.put("OPENAI_API_KEY", "sk-env");
		assertThat(find()).isEqualTo("sk-env");
	}

	@Test
	void spaceAroundTheKeyIsDropped() {
		this.variables.put("OPENAI_API_KEY", " sk-env\n");
		assertThat(find()).isEqualTo("sk-env");
	}

	private @Nullable String find() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addLast(new MapPropertySource("commandLineArgs", this.commandLine));
		environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					this.variables));
		environment.getPropertySources().addLast(new MapPropertySource("application.yml", this.file));
		ConfigurationPropertySources.attach(environment);
		return ApiKeyLookup.find(environment);
	}

	private static void put(Map<String, Object> source, String name, @Nullable String value) {
		if (value != null) {
			source.put(name, value);
		}
	}

}
