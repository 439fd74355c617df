package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Approval;
import io.github.openairun.ToolDefinition;

/**
 * The registry that {@link ToolHandlerRegistrar} fills.
 */
final class DefaultToolRegistry implements ToolRegistry {

	private volatile @Nullable Content content;

	void fill(Map<String, RegisteredTool> handlers) {
		List<ToolDefinition> definitions = new ArrayList<>(handlers.size());
		for (RegisteredTool tool : new TreeMap<>(handlers).values()) {
			definitions.add(tool.definition());
		}
		this.content = new Content(Map.copyOf(handlers), List.copyOf(definitions));
	}

	boolean isFilled() {
		return this.content != null;
	}

	@Override
	public List<ToolDefinition> definitions() {
		return content().definitions();
	}

	@Override
	public @Nullable ToolDefinition find(String name) {
		RegisteredTool handler = handler(name);
		return (handler != null) ? handler.definition() : null;
	}

	@Override
	public boolean mayWait(String name) {
		RegisteredTool handler = handler(name);
		return handler != null && (handler.isDeferred() || handler.settings().approval() == Approval.REQUIRED);
	}

	@Override
	public List<ToolDefinition> group(String group) {
		return content().handlers()
			.values()
			.stream()
			.filter((tool) -> group.equals(tool.settings().group()))
			.map(RegisteredTool::definition)
			.sorted(Comparator.comparing(ToolDefinition::name))
			.toList();
	}

	@Nullable RegisteredTool handler(String name) {
		Assert.notNull(name, "'name' must not be null");
		return content().handlers().get(name);
	}

	private Content content() {
		Content content = this.content;
		Assert.state(content != null, "The tools are known once all singletons exist: use runs from an "
				+ "ApplicationRunner or later, not while beans are being created");
		return content;
	}

	private record Content(Map<String, RegisteredTool> handlers, List<ToolDefinition> definitions) {

	}

}
