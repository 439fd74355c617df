package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

import io.github.openairun.Assistant;

/**
 * Finds properties that only other wires use, and assistants that lack what the wire
 * needs. Both lead to warnings and not to failures, because one file may serve several
 * wires.
 */
final class UnusedPropertyCheck {

	private final List<GatewayFactory> used;

	private final List<GatewayFactory> wires;

	private final Iterable<ConfigurationPropertySource> sources;

	/**
	 * Create a check.
	 * @param used the wires of the connections, that of the default one first
	 * @param wires all wires
	 * @param environment the properties of the application
	 */
	UnusedPropertyCheck(List<GatewayFactory> used, List<GatewayFactory> wires, Environment environment) {
		this.used = List.copyOf(used);
		this.wires = wires;
		this.sources = ConfigurationPropertySources.get(environment);
	}

	/**
	 * Find properties without effect.
	 * @return the warnings, empty if there is nothing to report
	 */
	List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		Map<String, Set<String>> unused = new LinkedHashMap<>();
		for (GatewayFactory other : this.wires) {
			for (String property : other.properties()) {
				if (this.used.stream().noneMatch((wire) -> wire.properties().contains(property))) {
					unused.computeIfAbsent(property, (name) -> new LinkedHashSet<>()).add(other.name());
				}
			}
		}
		unused.forEach((property, users) -> {
			if (isSet(ConfigurationPropertyName.of(property.replace(".*", "")))) {
				warnings.add("'" + property + "' is set but has no effect on wire '" + this.used.get(0).name()
						+ "': remove it, or set openai.run.wire to " + String.join(" or ", users));
			}
		});
		return warnings;
	}

	/**
	 * Return what an assistant lacks.
	 * @param assistant the assistant
	 * @param wire the wire of its connection
	 * @return the warning, or {@code null} if it lacks nothing
	 */
	static @Nullable String incomplete(Assistant assistant, GatewayFactory wire) {
		GatewayFactory.Requirement needed = wire.assistants();
		return needed.isMet().test(assistant) ? null
				: "Assistant '" + assistant.name() + "' has no " + needed.property() + ", which wire '" + wire.name()
						+ "' needs: set openai.run.assistants." + assistant.name() + "." + needed.property()
						+ needed.alternative();
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

}
