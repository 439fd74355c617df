package io.github.openairun.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * Selects the registered tools that a run may use: the tools that its request names, or
 * else those of its assistant. If neither names any, the selection is empty, or, in an
 * application that defines no assistants, all registered tools.
 *
 * @since 0.1.0
 */
public final class ToolSelector {

	private static final String ALL = "*";

	private static final String GROUP = "group:";

	/** How many tools the API accepts in one request. */
	private static final int MAX_TOOLS = 128;

	private final ToolRegistry registry;

	private final List<String> byDefault;

	/**
	 * Create a selector.
	 * @param registry the registered tools
	 * @param assistants the assistants that the application defines
	 */
	public ToolSelector(ToolRegistry registry, AssistantCatalog assistants) {
		this.registry = registry;
		this.byDefault = assistants.all().isEmpty() ? List.of(ALL) : List.of();
	}

	List<ToolDefinition> of(RunRequest request, Assistant assistant) {
		return definitions(named(request, assistant));
	}

	/**
	 * Return the tools of an assistant.
	 * @param assistant the assistant
	 * @return the tools, each once
	 * @throws IllegalArgumentException if the assistant names a tool that does not exist
	 */
	public List<ToolDefinition> of(Assistant assistant) {
		return definitions(assistant.tools());
	}

	/**
	 * Return the names of the tools for which an assistant requires an approval.
	 * @param assistant the assistant
	 * @return the names, with groups resolved
	 * @throws IllegalArgumentException if the assistant names a tool that does not exist
	 */
	public Set<String> requiringApproval(Assistant assistant) {
		return assistant.approval().isEmpty() ? Set.of() : names(assistant.approval());
	}

	/**
	 * Return the names of the tools that an existing run may call: the tools that the
	 * server reports for the run, or else those of its assistant.
	 */
	Collection<String> names(Run run, @Nullable Assistant assistant) {
		return run.tools().isEmpty() ? names(definitions((assistant != null) ? assistant.tools() : null))
				: names(run.tools());
	}

	/**
	 * Return the names of the tools that an existing run may call: those that the caller
	 * names, unless the server reports that the run was not offered them, or without such
	 * names those that the run was offered.
	 */
	Collection<String> names(Run run, @Nullable Assistant assistant, @Nullable Set<String> named) {
		if (named == null) {
			return names(run, assistant);
		}
		Set<String> allowed = new LinkedHashSet<>(named);
		if (!run.tools().isEmpty()) {
			allowed.retainAll(names(run.tools()));
		}
		return allowed;
	}

	/**
	 * Return the names of the tools that a request names, with groups resolved.
	 * @throws IllegalArgumentException if a tool does not exist
	 */
	Set<String> names(Collection<String> named) {
		return names(definitions(List.copyOf(named)));
	}

	/**
	 * Return the names of the tools that a run may call if its tools are defined at the
	 * server: the tools that the server reports for the run, reduced to those that the
	 * request or the assistant names.
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

	/**
	 * Check that the API accepts the number of tools: those of the application together
	 * with those that the server executes.
	 * @param assistant the assistant
	 * @param tools the tools that a run of it may call
	 * @throws IllegalArgumentException if there are too many
	 */
	public static void requireAllowedNumber(Assistant assistant, List<ToolDefinition> tools) {
		int count = tools.size() + assistant.builtInTools().size();
		if (count > MAX_TOOLS && !tools.isEmpty()) {
			int first = Math.max(0, Math.min(tools.size() - 1, MAX_TOOLS - assistant.builtInTools().size()));
			throw new IllegalArgumentException(
					"Assistant '" + assistant.name() + "' has " + count + " tools, but the API allows " + MAX_TOOLS
							+ "; '" + tools.get(first).name() + "' is the first one too many");
		}
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
