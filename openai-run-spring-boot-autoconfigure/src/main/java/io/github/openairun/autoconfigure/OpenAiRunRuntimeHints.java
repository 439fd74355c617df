package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Tells a native image of the properties that are bound as the values of a map. The wires
 * need no hints: they read and write trees, not objects.
 */
class OpenAiRunRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(AssistantProperties.class, BuiltInToolProperties.FileSearch.class,
					BuiltInToolProperties.CodeInterpreter.class, BuiltInToolProperties.WebSearch.class,
					BuiltInToolProperties.Mcp.class)
			.registerHints(hints);
	}

}
