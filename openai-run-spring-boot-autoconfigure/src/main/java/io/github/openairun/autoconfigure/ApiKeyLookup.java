package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Determines the API key: {@code openai.api-key} from any source if it is not blank, and
 * only then the variable {@code OPENAI_API_KEY}.
 * <p>
 * Relaxed binding would reverse the order: for Boot the variable is another spelling of
 * the property, from a source that takes precedence over configuration files, so that a
 * variable that is set for other programs, or is empty, would hide the application's key.
 */
final class ApiKeyLookup {

	static final String PROPERTY = "openai.api-key";

	static final String VARIABLE = "OPENAI_API_KEY";

	private static final ConfigurationPropertyName NAME = ConfigurationPropertyName.of(PROPERTY);

	private ApiKeyLookup() {
	}

	static @Nullable String find(ConfigurableEnvironment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			String key = resolve(environment, ownValue(source));
			if (key != null) {
				return key;
			}
		}
		return resolve(environment, environment.getProperty(VARIABLE));
	}

	private static @Nullable Object ownValue(ConfigurationPropertySource source) {
		if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
			return variables.getSource().get(PROPERTY);
		}
		ConfigurationProperty property = source.getConfigurationProperty(NAME);
		return (property != null) ? property.getValue() : null;
	}

	private static @Nullable String resolve(ConfigurableEnvironment environment, @Nullable Object value) {
		String key = (value != null) ? environment.resolvePlaceholders(value.toString()).strip() : null;
		return StringUtils.hasText(key) ? key : null;
	}

}
