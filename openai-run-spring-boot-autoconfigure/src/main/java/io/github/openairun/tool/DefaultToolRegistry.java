package io.github.openairun.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolDefinition;

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
