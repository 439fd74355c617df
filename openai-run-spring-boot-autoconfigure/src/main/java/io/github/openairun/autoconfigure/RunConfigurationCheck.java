package io.github.openairun.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

import io.github.openairun.Assistant;
import io.github.openairun.RunOperations;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.ToolOffer;
import io.github.openairun.tool.ToolHandlerRegistrar;
import io.github.openairun.tool.ToolRegistry;

/**
 * Finds out when an application starts whether what it configures can work, although
 * nothing may use it yet. An application that configures nothing does not pay for it.
 */
class RunConfigurationCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RunConfigurationCheck.class);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("openai.run");

	private final ListableBeanFactory beanFactory;

	private final Environment environment;

	RunConfigurationCheck(ListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (isConfigured()) {
			this.beanFactory.getBeanProvider(RunOperations.class).getIfUnique();
			this.beanFactory.getBeanProvider(ToolHandlerRegistrar.class)
				.ifAvailable(ToolHandlerRegistrar::afterSingletonsInstantiated);
			checkAssistants();
		}
	}

	private boolean isConfigured() {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.containsDescendantOf(PREFIX) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return this.beanFactory.getBeanNamesForType(Assistant.class, true, false).length > 0;
	}

	private void checkAssistants() {
		ToolRegistry registry = this.beanFactory.getBean(ToolRegistry.class);
		AssistantCatalog assistants = this.beanFactory.getBean(AssistantCatalog.class);
		OpenAiRunProperties properties = this.beanFactory.getBean(OpenAiRunProperties.class);
		boolean sent = properties.getTools().getAttach() == RunToolProperties.Attach.RUN;
		ToolOffer offer = new ToolOffer(registry, assistants);
		new WireProperties(properties.getWire(), this.environment).warnings(assistants.all()).forEach(logger::warn);
		for (Assistant assistant : assistants.all()) {
			check(assistant, offer);
			if (assistant.tools() == null && sent && !registry.definitions().isEmpty()) {
				logger.info("Assistant '" + assistant.name() + "' is offered no tools, for it names none: set "
						+ "openai.run.assistants." + assistant.name() + ".tools to their names, or to * for all");
			}
		}
	}

	private static void check(Assistant assistant, ToolOffer offer) {
		try {
			offer.of(assistant);
		}
		catch (IllegalArgumentException ex) {
			throw new RunConfigurationException(
					"The tools of assistant '" + assistant.name() + "' cannot be offered: " + ex.getMessage() + ".",
					"Correct openai.run.assistants." + assistant.name()
							+ ".tools, or the tools of the Assistant bean with that name.",
					ex);
		}
	}

}
