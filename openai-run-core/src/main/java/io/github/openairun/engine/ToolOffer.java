package io.github.openairun.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.tool.ToolRegistry;

/**
 * Which of the registered tools a run is offered: those that its request names, or else
 * its assistant. If neither does, it is offered none; but all, if the application defines
 * no assistants at all.
 */
public final class ToolOffer {

	private static final String ALL = "*";

	private static final String GROUP = "group:";

	private final ToolRegistry registry;

	private final List<String> byDefault;

	/**
	 * Create an offer.
	 * @param registry the registered tools
	 * @param assistants the assistants that the application defines
	 */
	public ToolOffer(ToolRegistry registry, AssistantCatalog assistants) {
		this.registry = registry;
		this.byDefault = assistants.all().isEmpty() ? List.of(ALL) : List.of();
	}

	List<ToolDefinition> of(RunRequest request, Assistant assistant) {
		return definitions(named(request, assistant));
	}

	/**
	 * Return what an assistant offers.
	 * @param assistant the assistant
	 * @return the tools, each once
	 * @throws IllegalArgumentException if it names one that there is not
	 */
	public List<ToolDefinition> of(Assistant assistant) {
		return definitions(assistant.tools());
	}

	/**
	 * Return the names that a run which exists may call: what the server says it was
	 * offered, or if it does not say, what its assistant offers.
	 */
	Collection<String> names(Run run, @Nullable Assistant assistant) {
		return run.tools().isEmpty() ? names(definitions((assistant != null) ? assistant.tools() : null))
				: names(run.tools());
	}

	/**
	 * Return the names that a run may call whose tools are defined at the server: what it
	 * says that the run was offered, as far as request and assistant do not name less.
	 */
	Collection<String> namesOnServer(Run run, RunRequest request, Assistant assistant) {
		Set<String> onServer = names(run.tools());
		List<String> named = named(request, assistant);
		if (named == null) {
			return onServer;
		}
		Set<String> offered = names(definitions(named));
		if (!onServer.isEmpty()) {
			offered.retainAll(onServer);
		}
		return offered;
	}

	private static @Nullable List<String> named(RunRequest request, Assistant assistant) {
		return (request.tools() != null) ? request.tools() : assistant.tools();
	}

	static Set<String> names(List<ToolDefinition> definitions) {
		return definitions.stream().map(ToolDefinition::name).collect(Collectors.toSet());
	}

	private List<ToolDefinition> definitions(@Nullable List<String> names) {
		Map<String, ToolDefinition> definitions = new LinkedHashMap<>();
		for (String name : (names != null) ? names : this.byDefault) {
			definitions(name).forEach((definition) -> definitions.put(definition.name(), definition));
		}
		return List.copyOf(definitions.values());
	}

	private List<ToolDefinition> definitions(String name) {
		if (name.equals(ALL)) {
			return this.registry.definitions();
		}
		if (name.startsWith(GROUP)) {
			List<ToolDefinition> group = this.registry.group(name.substring(GROUP.length()));
			if (group.isEmpty()) {
				throw unknown("There is no tool of the group '" + name.substring(GROUP.length()) + "'",
						"Set @ToolHandler(group = \"...\") on the handlers that belong to it");
			}
			return group;
		}
		ToolDefinition definition = this.registry.find(name);
		if (definition == null) {
			throw unknown("There is no tool '" + name + "'", "Annotate a method of a bean with @ToolHandler");
		}
		return List.of(definition);
	}

	private IllegalArgumentException unknown(String problem, String remedy) {
		return new IllegalArgumentException(
				problem + "; known are " + this.registry.definitions().stream().map(ToolDefinition::name).toList()
						+ ". " + remedy + ", or correct the name");
	}

}
