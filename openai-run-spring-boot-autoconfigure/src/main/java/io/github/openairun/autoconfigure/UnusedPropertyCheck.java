package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

import io.github.openairun.Assistant;
import io.github.openairun.autoconfigure.OpenAiRunProperties.Wire;

/**
 * Finds properties that only the other wire uses, and assistants that lack what the wire
 * needs. Both are warnings and no failures: one file may serve both wires.
 */
final class UnusedPropertyCheck {

	private static final List<String> OF_RESPONSES = List.of("openai.run.responses");

	private static final List<String> OF_ASSISTANTS = List.of("openai.run.beta-header", "openai.run.tools.attach");

	private final Wire wire;

	private final Iterable<ConfigurationPropertySource> sources;

	UnusedPropertyCheck(Wire wire, Environment environment) {
		this.wire = wire;
		this.sources = ConfigurationPropertySources.get(environment);
	}

	/**
	 * Find what the configuration sets in vain or lacks.
	 * @param assistants the assistants that it defines
	 * @return the warnings, empty if there is nothing to report
	 */
	List<String> warnings(List<Assistant> assistants) {
		List<String> warnings = new ArrayList<>();
		Wire other = (this.wire == Wire.RESPONSES) ? Wire.ASSISTANTS : Wire.RESPONSES;
		for (String property : (other == Wire.RESPONSES) ? OF_RESPONSES : OF_ASSISTANTS) {
			if (isSet(ConfigurationPropertyName.of(property))) {
				warnings.add("'" + property + (property.equals("openai.run.responses") ? ".*" : "")
						+ "' is set but has no effect on wire '" + name(this.wire)
						+ "': remove it, or set openai.run.wire to " + name(other));
			}
		}
		for (Assistant assistant : assistants) {
			addIncomplete(assistant, warnings);
		}
		return warnings;
	}

	private void addIncomplete(Assistant assistant, List<String> warnings) {
		String missing = (this.wire == Wire.RESPONSES) ? "model" : "id";
		Object value = (this.wire == Wire.RESPONSES) ? assistant.settings().model() : assistant.id();
		if (value == null) {
			warnings.add("Assistant '" + assistant.name() + "' has no " + missing + ", which wire '" + name(this.wire)
					+ "' needs: set openai.run.assistants." + assistant.name() + "." + missing
					+ ((this.wire == Wire.RESPONSES) ? ", or the model of each request" : ""));
		}
	}

	private boolean isSet(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : this.sources) {
			if (source.getConfigurationProperty(name) != null
					|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

	private static String name(Wire wire) {
		return wire.name().toLowerCase(Locale.ROOT);
	}

}
