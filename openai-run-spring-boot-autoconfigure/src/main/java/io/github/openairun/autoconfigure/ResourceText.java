package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Reads properties that contain a text or the location of a text.
 */
class ResourceText {

	private final ResourceLoader resourceLoader;

	ResourceText(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	/**
	 * Return the text.
	 * @param property the property's name, for messages
	 * @param value the text, or a {@code classpath:} or {@code file:} location of a UTF-8
	 * text
	 */
	String read(String property, String value) {
		if (!isLocation(value)) {
			return value;
		}
		Resource resource = this.resourceLoader.getResource(value.strip());
		if (!resource.exists()) {
			throw new InvalidConfigurationPropertyValueException(property, value, "There is no such resource");
		}
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"The resource cannot be read: " + ex.getMessage());
		}
	}

	static boolean isLocation(String value) {
		String text = value.strip();
		return text.startsWith(ResourceLoader.CLASSPATH_URL_PREFIX) || text.startsWith("file:");
	}

}
