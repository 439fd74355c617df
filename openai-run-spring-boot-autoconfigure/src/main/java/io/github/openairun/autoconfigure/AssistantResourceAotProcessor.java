package io.github.openairun.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Adds the resources to a native image that the configuration of assistants names at
 * build time.
 */
class AssistantResourceAotProcessor implements BeanFactoryInitializationAotProcessor {

	private static final Bindable<Map<String, AssistantProperties>> ASSISTANTS = Bindable.mapOf(String.class,
			AssistantProperties.class);

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.containsBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME)) {
			return null;
		}
		Environment environment = beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
				Environment.class);
		Set<String> locations = new LinkedHashSet<>();
		Binder.get(environment)
			.bind("openai.run.assistants", ASSISTANTS)
			.orElseGet(Map::of)
			.values()
			.forEach((properties) -> {
				add(properties.getInstructions(), locations);
				add(properties.getResponseFormat(), locations);
			});
		return locations.isEmpty() ? null : (generationContext, code) -> locations
			.forEach((location) -> generationContext.getRuntimeHints().resources().registerPattern(location));
	}

	private static void add(@Nullable String text, Set<String> locations) {
		String location = (text != null) ? text.strip() : "";
		if (location.startsWith(ResourceLoader.CLASSPATH_URL_PREFIX)) {
			String path = location.substring(ResourceLoader.CLASSPATH_URL_PREFIX.length());
			locations.add(path.startsWith("/") ? path.substring(1) : path);
		}
	}

}
