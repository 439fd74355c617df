package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

import io.github.openairun.Assistant;
import io.github.openairun.ModelSettings;

/**
 * Makes assistants out of {@code openai.run.assistants}.
 */
class AssistantFactory {

	private final ResourceLoader resourceLoader;

	AssistantFactory(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	Assistant create(String name, AssistantProperties properties) {
		return Assistant.named(name)
			.id(properties.getId())
			.settings(new ModelSettings(properties.getModel(), properties.getReasoningEffort(),
					properties.getTemperature(), properties.getTopP(), properties.getMaxOutputTokens(), null))
			.instructions(instructions(name, properties.getInstructions()))
			.tools(properties.getTools())
			.metadata(properties.getMetadata())
			.build();
	}

	private @Nullable String instructions(String name, @Nullable String instructions) {
		if (instructions == null || !isLocation(instructions)) {
			return instructions;
		}
		String property = "openai.run.assistants." + name + ".instructions";
		Resource resource = this.resourceLoader.getResource(instructions.strip());
		if (!resource.exists()) {
			throw new InvalidConfigurationPropertyValueException(property, instructions, "There is no such resource");
		}
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException(property, instructions,
					"The resource cannot be read: " + ex.getMessage());
		}
	}

	private static boolean isLocation(String instructions) {
		String text = instructions.strip();
		return text.startsWith(ResourceLoader.CLASSPATH_URL_PREFIX) || text.startsWith("file:");
	}

}
