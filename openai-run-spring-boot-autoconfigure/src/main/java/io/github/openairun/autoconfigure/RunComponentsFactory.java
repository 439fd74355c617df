package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.assistants.AssistantsGateway;
import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * Makes the {@link RunComponents} as the properties say, save what the application has a
 * bean for.
 */
final class RunComponentsFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final OpenAiRunProperties properties;

	RunComponentsFactory(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.properties = beanFactory.getBean(OpenAiRunProperties.class);
	}

	RunComponents create() {
		RunEngine own = this.beanFactory.getBeanProvider(RunEngine.class).getIfAvailable();
		RunEngine engine = (own != null) ? own : new RunEngine(this.properties.getEngine().settings(),
				this.beanFactory.getBean(OpenAiRunAutoConfiguration.TASK_SCHEDULER, TaskScheduler.class));
		RunGateway wire = this.beanFactory.getBeanProvider(RunGateway.class).getIfAvailable();
		if (wire != null) {
			return new RunComponents(wire, engine, own == null, null);
		}
		OpenAiConnection connection = OpenAiConnection.of(this.beanFactory, this.environment);
		return new RunComponents(gateway(connection.client()), engine, own == null, connection);
	}

	private RunGateway gateway(WireClient client) {
		return switch (this.properties.getWire()) {
			case RESPONSES ->
				new ResponsesGateway(client, RunPolicies.responses(this.beanFactory.getBeanProvider(RunLinkStore.class),
						this.beanFactory.getBean(AssistantCatalog.class), this.properties));
			case ASSISTANTS -> new AssistantsGateway(client, this.properties.isBetaHeader(),
					this.properties.getTools().getAttach() == RunToolProperties.Attach.RUN);
		};
	}

}
