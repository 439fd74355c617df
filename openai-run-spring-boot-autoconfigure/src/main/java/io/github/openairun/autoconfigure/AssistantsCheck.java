package io.github.openairun.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

import io.github.openairun.Assistant;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.ToolOffer;
import io.github.openairun.tool.ToolRegistry;

/**
 * Finds out whether the assistants that an application configures can be offered to the
 * model.
 */
final class AssistantsCheck {

	private static final Log logger = LogFactory.getLog(AssistantsCheck.class);

	private final ToolRegistry registry;

	private final AssistantCatalog assistants;

	private final OpenAiRunProperties properties;

	private final Environment environment;

	AssistantsCheck(ListableBeanFactory beanFactory, Environment environment) {
		this.registry = beanFactory.getBean(ToolRegistry.class);
		this.assistants = beanFactory.getBean(AssistantCatalog.class);
		this.properties = beanFactory.getBean(OpenAiRunProperties.class);
		this.environment = environment;
	}

	void check() {
		boolean sent = this.properties.getTools().getAttach() == RunToolProperties.Attach.RUN;
		ToolOffer offer = new ToolOffer(this.registry, this.assistants);
		new WireProperties(this.properties.getWire(), this.environment).warnings(this.assistants.all())
			.forEach(logger::warn);
		for (Assistant assistant : this.assistants.all()) {
			check(assistant, offer);
			if (assistant.tools() == null && sent && !this.registry.definitions().isEmpty()) {
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
