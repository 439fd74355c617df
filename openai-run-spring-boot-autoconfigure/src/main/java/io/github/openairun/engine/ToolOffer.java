package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.tool.ToolRegistry;

/**
 * Which of the registered tools a run is offered: those that its request names, or else
 * its assistant, or else all.
 */
class ToolOffer {

	private final ToolRegistry registry;

	ToolOffer(ToolRegistry registry) {
		this.registry = registry;
	}

	List<ToolDefinition> of(RunRequest request, Assistant assistant) {
		return definitions((request.tools() != null) ? request.tools() : assistant.tools());
	}

	List<ToolDefinition> of(Assistant assistant) {
		return definitions(assistant.tools());
	}

	/**
	 * Return the names that a run which exists may call: what the server says it was
	 * offered, or if it does not say, what its assistant offers.
	 */
	Collection<String> names(Run run, @Nullable Assistant assistant) {
		List<ToolDefinition> offered = run.tools();
		if (offered.isEmpty()) {
			offered = (assistant != null) ? of(assistant) : this.registry.definitions();
		}
		return offered.stream().map(ToolDefinition::name).toList();
	}

	private List<ToolDefinition> definitions(@Nullable List<String> names) {
		if (names == null) {
			return this.registry.definitions();
		}
		List<ToolDefinition> definitions = new ArrayList<>(names.size());
		for (String name : names) {
			ToolDefinition definition = this.registry.find(name);
			if (definition == null) {
				throw new IllegalArgumentException("There is no tool '" + name + "'; known are "
						+ this.registry.definitions().stream().map(ToolDefinition::name).toList()
						+ ". Annotate a method of a bean with @ToolHandler, or correct the name");
			}
			definitions.add(definition);
		}
		return definitions;
	}

}
