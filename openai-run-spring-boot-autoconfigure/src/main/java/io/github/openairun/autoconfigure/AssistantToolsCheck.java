package io.github.openairun.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

import io.github.openairun.Assistant;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.ToolOffer;
import io.github.openairun.tool.ToolRegistry;

/**
 * Tells at start whether the assistants are offered tools, and refuses those that name
 * one that there is not.
 */
class AssistantToolsCheck implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(AssistantToolsCheck.class);

	private final AssistantCatalog assistants;

	private final ToolRegistry registry;

	private final OpenAiToolProperties.Attach attach;

	AssistantToolsCheck(AssistantCatalog assistants, ToolRegistry registry, OpenAiToolProperties.Attach attach) {
		this.assistants = assistants;
		this.registry = registry;
		this.attach = attach;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		ToolOffer offer = new ToolOffer(this.registry, this.assistants);
		for (Assistant assistant : this.assistants.all()) {
			check(assistant, offer);
		}
	}

	private void check(Assistant assistant, ToolOffer offer) {
		try {
			offer.of(assistant);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("Assistant '" + assistant.name() + "' (openai.run.assistants."
					+ assistant.name() + ".tools): " + ex.getMessage(), ex);
		}
		if (assistant.tools() == null && this.attach == OpenAiToolProperties.Attach.RUN
				&& !this.registry.definitions().isEmpty()) {
			logger.info("Assistant '" + assistant.name() + "' is offered no tools, for it names none: set "
					+ "openai.run.assistants." + assistant.name() + ".tools to their names, or to * for all");
		}
	}

}
