package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

import io.github.openairun.Assistant;
import io.github.openairun.ToolDefinition;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.Connections;
import io.github.openairun.engine.ToolSelector;
import io.github.openairun.tool.ToolRegistry;

/**
 * Checks the assistants and the properties of the wire when the application starts. Its
 * bean is defined after the registry of the tools.
 */
class RunConfigurationCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RunConfigurationCheck.class);

	private final OpenAiRunProperties properties;

	private final Map<String, ConnectionProperties> furtherConnections;

	private final Set<String> gateways;

	private final List<GatewayFactory> wires;

	private final AssistantCatalog assistants;

	private final ToolRegistry registry;

	private final UnknownPropertyCheck unknownProperties;

	private final UnusedPropertyCheck unusedProperties;

	private final ObjectProvider<OpenAiConnectionDetails> connections;

	RunConfigurationCheck(OpenAiRunProperties properties, Map<String, ConnectionProperties> furtherConnections,
			Connections gateways, AssistantCatalog assistants, ToolRegistry registry, List<GatewayFactory> wires,
			Environment environment, ObjectProvider<OpenAiConnectionDetails> connections) {
		this.properties = properties;
		this.furtherConnections = furtherConnections;
		this.gateways = gateways.names();
		this.wires = wires;
		this.assistants = assistants;
		this.registry = registry;
		this.unknownProperties = new UnknownPropertyCheck(environment);
		this.unusedProperties = new UnusedPropertyCheck(used(properties, furtherConnections, wires), wires,
				environment);
		this.connections = connections;
	}

	/** Return the wires in use, that of the default connection first. */
	private static List<GatewayFactory> used(OpenAiRunProperties properties,
			Map<String, ConnectionProperties> furtherConnections, List<GatewayFactory> wires) {
		return Stream
			.concat(Stream.of(properties.getWire()),
					furtherConnections.values().stream().map(ConnectionProperties::getWire))
			.distinct()
			.map((wire) -> GatewayFactory.of(wire, wires))
			.toList();
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.unknownProperties.warnings().forEach(logger::warn);
		this.unusedProperties.warnings().forEach(logger::warn);
		OpenAiConnectionDetails connection = this.connections.getIfAvailable();
		if (connection != null) {
			hint(StatelessServers.hint(this.properties, connection.getBaseUrl()));
		}
		this.furtherConnections.forEach((name, further) -> {
			String prefix = "openai.connections." + name + ".";
			hint(StatelessServers.hint(prefix, prefix + "threads", further.getWire(), further.getThreads(),
					String.valueOf(further.getBaseUrl())));
		});
		boolean sent = this.properties.getTools().getAttach() == RunToolProperties.Attach.RUN;
		ToolSelector offer = new ToolSelector(this.registry, this.assistants);
		for (Assistant assistant : this.assistants.all()) {
			checkConnection(assistant);
			check(assistant, offer);
			if (assistant.tools() == null && sent && !this.registry.definitions().isEmpty()) {
				logger.info("Assistant '" + assistant.name() + "' has no tools because it names none: set "
						+ "openai.run.assistants." + assistant.name() + ".tools to their names, or to * for all");
			}
		}
	}

	private static void hint(@Nullable String hint) {
		if (hint != null) {
			logger.info(hint);
		}
	}

	private void checkConnection(Assistant assistant) {
		String name = assistant.connection();
		if (name != null && !this.gateways.contains(name)) {
			throw new RunConfigurationException(
					"Assistant '" + assistant.name() + "' uses connection '" + name + "', which does not exist"
							+ (this.gateways.isEmpty() ? "." : "; there are " + new TreeSet<>(this.gateways) + "."),
					"Set openai.connections." + name + ".base-url, or correct openai.run.assistants." + assistant.name()
							+ ".connection, or the connection of the Assistant bean with that name.");
		}
		ConnectionProperties further = (name != null) ? this.furtherConnections.get(name) : null;
		if (name == null || further != null) {
			String incomplete = UnusedPropertyCheck.incomplete(assistant,
					GatewayFactory.of((further != null) ? further.getWire() : this.properties.getWire(), this.wires));
			if (incomplete != null) {
				logger.warn(incomplete);
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
					"The tools of assistant '" + assistant.name() + "' cannot be exposed: " + ex.getMessage() + ".",
					"Correct openai.run.assistants." + assistant.name()
							+ ".tools, or the tools of the Assistant bean with that name.",
					ex);
		}
		try {
			offer.requiringApproval(assistant);
		}
		catch (IllegalArgumentException ex) {
			throw new RunConfigurationException(
					"The approvals of assistant '" + assistant.name() + "' name a tool that does not exist: "
							+ ex.getMessage() + ".",
					"Correct openai.run.assistants." + assistant.name()
							+ ".approval, or the approval of the Assistant bean with that name.",
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
