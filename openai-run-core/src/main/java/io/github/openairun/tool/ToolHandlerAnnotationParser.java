package io.github.openairun.tool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolRegistration;

/**
 * Parses the attributes of {@link ToolHandler} that control the execution of a tool.
 */
final class ToolHandlerAnnotationParser {

	private final BeanFactory beanFactory;

	ToolHandlerAnnotationParser(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the settings of an annotation.
	 * @param annotation the handler's annotation
	 * @param place the handler as a message names it
	 * @return the settings
	 * @throws ToolDeclarationException if they make no sense
	 */
	ToolRegistration.Execution execution(ToolHandler annotation, String place) {
		return new ToolRegistration.Execution(group(annotation, place), timeout(annotation, place),
				annotation.parallel(), annotation.approval(), annotation.delivery());
	}

	private static @Nullable String group(ToolHandler annotation, String place) {
		String group = annotation.group();
		if (group.isEmpty()) {
			return null;
		}
		if (!ToolDefinition.isLegalName(group)) {
			throw new ToolDeclarationException(
					"The group '" + group + "' of the tool handler " + place + " is not legal.",
					"Set @ToolHandler(group = \"...\") to 1 to 64 characters out of letters, digits, '_' and '-'.");
		}
		return group;
	}

	private @Nullable Duration timeout(ToolHandler annotation, String place) {
		String text = annotation.timeout();
		if (text.isEmpty()) {
			return null;
		}
		try {
			if (this.beanFactory instanceof ConfigurableBeanFactory configurable) {
				text = configurable.resolveEmbeddedValue(text);
			}
			if (!StringUtils.hasText(text)) {
				return null;
			}
			Duration timeout = DurationFormatterUtils.detectAndParse(text.strip());
			if (!timeout.isNegative()) {
				return timeout;
			}
			throw illegalTimeout(annotation, place, null);
		}
		catch (IllegalArgumentException ex) {
			throw illegalTimeout(annotation, place, ex);
		}
	}

	private static ToolDeclarationException illegalTimeout(ToolHandler annotation, String place,
			@Nullable Throwable cause) {
		return new ToolDeclarationException(
				"The timeout '" + annotation.timeout() + "' of the tool handler " + place + " is not a duration"
						+ ((cause != null) ? ": " + cause.getMessage() : "") + ".",
				"Set @ToolHandler(timeout = \"...\") to a duration such as 5s, or to a placeholder for one.", cause);
	}

}
