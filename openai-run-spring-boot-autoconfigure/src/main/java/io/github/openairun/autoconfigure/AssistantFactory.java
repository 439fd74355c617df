package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

import io.github.openairun.Assistant;
import io.github.openairun.ResponseFormat;
import io.github.openairun.engine.AssistantCatalog;

/**
 * Creates assistants from {@code openai.run.assistants}.
 */
class AssistantFactory {

	private final ResourceText resources;

	AssistantFactory(ResourceLoader resourceLoader) {
		this.resources = new ResourceText(resourceLoader);
	}

	AssistantCatalog catalog(Map<String, AssistantProperties> properties, ObjectProvider<Assistant> beans) {
		List<Assistant> assistants = new ArrayList<>();
		properties.forEach((name, one) -> assistants.add(create(name, one)));
		beans.orderedStream().forEach(assistants::add);
		Set<String> names = new HashSet<>();
		for (Assistant assistant : assistants) {
			if (!names.add(assistant.name())) {
				throw new RunConfigurationException("There are two assistants named '" + assistant.name() + "'.",
						"Rename one of them: openai.run.assistants." + assistant.name()
								+ ", or an Assistant bean with that name.");
			}
		}
		return new AssistantCatalog(assistants);
	}

	Assistant create(String name, AssistantProperties properties) {
		String prefix = "openai.run.assistants." + name;
		String instructions = properties.getInstructions();
		return Assistant.named(name)
			.id(set(properties.getId()))
			.connection(set(properties.getConnection()))
			.description(properties.getDescription())
			.model(set(properties.getModel()))
			.reasoningEffort(set(properties.getReasoningEffort()))
			.temperature(properties.getTemperature())
			.topP(properties.getTopP())
			.maxCompletionTokens(properties.getMaxOutputTokens())
			.responseFormat(format(prefix + ".response-format", name, properties.getResponseFormat()))
			.instructions((instructions != null) ? this.resources.read(prefix + ".instructions", instructions) : null)
			.tools(properties.getTools())
			.approval(properties.getApproval())
			.builtInTools(new BuiltInToolFactory(prefix).create(properties))
			.metadata(properties.getMetadata())
			.build();
	}

	/**
	 * A placeholder without a value leaves a property blank, which counts as not set.
	 */
	private static @Nullable String set(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	private @Nullable ResponseFormat format(String property, String name, @Nullable String value) {
		return (value != null && !value.isBlank())
				? new ResponseFormatFactory(property, this.resources).create(name, value) : null;
	}

}
