package io.github.openairun.tool;

import java.util.List;

import io.github.openairun.ToolDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The registry that the registrar fills.
 */
final class DefaultToolRegistry implements ToolRegistry {

	@Override
	public List<ToolDefinition> definitions() {
		return List.of();
	}

	@Override
	public @Nullable ToolDefinition find(String name) {
		return null;
	}

}
