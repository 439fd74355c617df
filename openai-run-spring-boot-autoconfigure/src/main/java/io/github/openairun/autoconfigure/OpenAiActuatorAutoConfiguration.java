package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Assistant;
import io.github.openairun.RunOperations;
import io.github.openairun.ToolApprovals;
import io.github.openairun.ToolDefinition;
import io.github.openairun.actuate.RunInfoContributor;
import io.github.openairun.actuate.RunServerHealthIndicator;
import io.github.openairun.actuate.RunsEndpoint;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.RunHistory;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.WireClient;

/**
 * {@link AutoConfiguration Auto-configuration} for runs in Spring Boot's actuator.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = OpenAiRunAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
public final class OpenAiActuatorAutoConfiguration {

	/** The number of recent drives that the endpoint shows. */
	private static final int REMEMBERED_RUNS = 100;

	private static List<ToolDefinition> tools(ObjectProvider<ToolRegistry> registries) {
		ToolRegistry registry = registries.getIfUnique();
		return (registry != null) ? registry.definitions() : List.of();
	}

	/**
	 * Configuration of the endpoint.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(RunsEndpoint.class)
	@ConditionalOnBean(RunOperations.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RunHistory runHistory() {
			return new RunHistory(REMEMBERED_RUNS);
		}

		@Bean
		@ConditionalOnMissingBean
		RunsEndpoint runsEndpoint(RunHistory history, ObjectProvider<ToolRegistry> registries,
				ObjectProvider<RunOperations> runs, ObjectProvider<ToolApprovals> approvals) {
			SingletonSupplier<JsonMapper> mapper = SingletonSupplier.of(() -> JsonMapper.builder().build());
			return new RunsEndpoint(history, () -> tools(registries), () -> runs.getObject().capabilities(),
					(schema) -> mapper.obtain().readValue(schema, Map.class),
					() -> approvals.stream().findFirst().map(ToolApprovals::pending).orElse(List.of()));
		}

	}

	/**
	 * Configuration of the information about the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(InfoContributor.class)
	@ConditionalOnEnabledInfoContributor("openairun")
	@ConditionalOnBean(RunOperations.class)
	static class InfoConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RunInfoContributor runInfoContributor(OpenAiRunProperties properties,
				ObjectProvider<AssistantCatalog> assistants, ObjectProvider<ToolRegistry> registries) {
			return new RunInfoContributor(properties.getWire().name().toLowerCase(Locale.ROOT),
					() -> assistants.getObject().all().stream().map(Assistant::name).toList(),
					() -> tools(registries).stream().map(ToolDefinition::name).toList());
		}

	}

	/**
	 * Configuration of the health indicator, which is disabled by default because the
	 * server is not part of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnBooleanProperty("management.health.openairun.enabled")
	@ConditionalOnBean(RunGateway.class)
	@ConditionalOnMissingBean(name = "openAiRunHealthIndicator")
	static class HealthConfiguration {

		/** A gateway of the application may work without a client. */
		@Bean
		RunServerHealthIndicator openAiRunHealthIndicator(OpenAiRunProperties properties, List<GatewayFactory> wires,
				RunGateway gateway, ObjectProvider<WireClient> clients,
				@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
			GatewayFactory.ServerProbe probe = GatewayFactory.of(properties.getWire(), wires).probe();
			return new RunServerHealthIndicator(() -> probe.ask(gateway, clients.getIfUnique()), scheduler.getClock());
		}

	}

}
