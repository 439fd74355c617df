package io.github.openairun.autoconfigure;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

import io.github.openairun.Assistant;
import io.github.openairun.ToolDefinition;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.ToolSelector;
import io.github.openairun.tool.ToolRegistry;

/**
 * Checks the assistants and the properties of the wire when the application starts. Its
 * bean is defined after the registry of the tools.
 */
class RunConfigurationCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RunConfigurationCheck.class);

	private final OpenAiRunProperties properties;

	private final AssistantCatalog assistants;

	private final ToolRegistry registry;

	private final UnknownPropertyCheck unknownProperties;

	private final UnusedPropertyCheck unusedProperties;

	private final ObjectProvider<OpenAiConnectionDetails> connections;

	RunConfigurationCheck(OpenAiRunProperties properties, AssistantCatalog assistants, ToolRegistry registry,
			List<GatewayFactory> wires, Environment environment, ObjectProvider<OpenAiConnectionDetails> connections) {
		this.properties = properties;
		this.assistants = assistants;
		this.registry = registry;
		this.unknownProperties = new UnknownPropertyCheck(environment);
		this.unusedProperties = new UnusedPropertyCheck(GatewayFactory.of(properties.getWire(), wires), wires,
				environment);
		this.connections = connections;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.unknownProperties.warnings().forEach(logger::warn);
		this.unusedProperties.warnings(this.assistants.all()).forEach(logger::warn);
		OpenAiConnectionDetails connection = this.connections.getIfAvailable();
		String hint = (connection != null) ? StatelessServers.hint(this.properties, connection.getBaseUrl()) : null;
		if (hint != null) {
			logger.info(hint);
		}
		boolean sent = this.properties.getTools().getAttach() == RunToolProperties.Attach.RUN;
		ToolSelector offer = new ToolSelector(this.registry, this.assistants);
		for (Assistant assistant : this.assistants.all()) {
			check(assistant, offer);
			if (assistant.tools() == null && sent && !this.registry.definitions().isEmpty()) {
				logger.info("Assistant '" + assistant.name() + "' is offered no tools because it names none: set "
						+ "openai.run.assistants." + assistant.name() + ".tools to their names, or to * for all");
			}
		}
	}

	private static void check(Assistant assistant, ToolSelector offer) {
		List<ToolDefinition> tools;
		try {
			tools = offer.of(assistant);
		}
		catch (IllegalArgumentException ex) {
			throw new RunConfigurationException(
					"The tools of assistant '" + assistant.name() + "' cannot be offered: " + ex.getMessage() + ".",
					"Correct openai.run.assistants." + assistant.name()
							+ ".tools, or the tools of the Assistant bean with that name.",
					ex);
		}
		try {
			ToolSelector.requireAllowedNumber(assistant, tools);
		}
		catch (IllegalArgumentException ex) {
			throw new RunConfigurationException(ex.getMessage() + ".",
					"Name fewer tools, or a group of them, in openai.run.assistants." + assistant.name()
							+ ".tools, or in the Assistant bean with that name.",
					ex);
		}
	}

}
