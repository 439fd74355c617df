package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

import io.github.openairun.Assistant;
import io.github.openairun.autoconfigure.OpenAiRunProperties.WireName;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadWindow;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.wire.RunLinkStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnusedPropertyCheck}.
 */
class UnusedPropertyCheckTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final List<GatewayFactory> wires = wires();

	private static List<GatewayFactory> wires() {
		WireConfiguration configuration = new WireConfiguration();
		OpenAiRunProperties properties = new OpenAiRunProperties();
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		AssistantCatalog assistants = new AssistantCatalog(List.of());
		return List.of(
				configuration.responsesGatewayFactory(properties, beans.getBeanProvider(RunLinkStore.class),
						beans.getBeanProvider(ThreadStore.class), beans.getBeanProvider(ThreadWindow.class), assistants,
						beans.getBeanProvider(ToolRegistry.class), new SimpleAsyncTaskScheduler()),
				configuration.assistantsGatewayFactory(properties));
	}

	@ParameterizedTest
	@CsvSource({ "openai.run.beta-header,ASSISTANTS", "openai.run.tools.attach,ASSISTANTS",
			"openai.run.responses.link-store,RESPONSES", "openai.run.responses.background,RESPONSES",
			"openai.run.responses.repair-dangling-calls,RESPONSES", "openai.run.responses.store,RESPONSES",
			"openai.run.max-tokens,RESPONSES", "openai.run.threads,RESPONSES",
			"openai.run.thread-store.max-items,RESPONSES", "openai.run.thread-window.max-items,RESPONSES",
			"openai.run.expiry,RESPONSES", "openai.webhook.secret,RESPONSES" })
	void aPropertyOfOneWireMeansNothingOnTheOther(String property, WireName wire) {
		set(property);
		WireName other = (wire == WireName.RESPONSES) ? WireName.ASSISTANTS : WireName.RESPONSES;
		assertThat(warnings(wire)).isEmpty();
		assertThat(warnings(other)).singleElement()
			.asString()
			.startsWith(
					"'" + property.replaceAll("((run\\.(responses|thread-store|thread-window))|webhook)\\..*", "$1.*")
							+ "' is set but has no effect on wire '" + other.name().toLowerCase(Locale.ROOT)
							+ "': remove it, or set openai.run.wire to ");
	}

	@ParameterizedTest
	@CsvSource({ "openai.run.wire", "openai.run.timeout", "openai.run.tools.timeout", "openai.run.assistants.a.id" })
	void otherPropertiesMeanSomethingOnBoth(String property) {
		set(property);
		assertThat(warnings(WireName.RESPONSES)).isEmpty();
		assertThat(warnings(WireName.ASSISTANTS)).isEmpty();
	}

	@Test
	void variablesOfTheEnvironmentAreSeen() {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("OPENAI_RUN_BETAHEADER", "false")));
		assertThat(warnings(WireName.RESPONSES)).hasSize(1);
	}

	@Test
	void anAssistantNeedsModelOnWireResponses() {
		Assistant onServer = Assistant.named("support").id("asst_1").build();
		assertThat(warnings(WireName.ASSISTANTS, onServer)).isEmpty();
		assertThat(warnings(WireName.RESPONSES, onServer))
			.containsExactly("Assistant 'support' has no model, which wire 'responses' needs: set "
					+ "openai.run.assistants.support.model, or the model of each request");
	}

	@Test
	void anAssistantNeedsAnIdOnWireAssistants() {
		Assistant local = Assistant.named("support").model("gpt-5").build();
		assertThat(warnings(WireName.RESPONSES, local)).isEmpty();
		assertThat(warnings(WireName.ASSISTANTS, local)).containsExactly(
				"Assistant 'support' has no id, which wire 'assistants' needs: set openai.run.assistants.support.id");
	}

	@Test
	void everyWireThatUsesAPropertyIsNamed() {
		GatewayFactory further = new GatewayFactory(WireName.RESPONSES, (client, threads) -> null,
				List.of("openai.run.responses.*", "openai.run.beta-header"), this.wires.get(0).assistants(),
				(gateway, client) -> true);
		set("openai.run.responses.store");
		assertThat(warnings(List.of(this.wires.get(0), this.wires.get(1), further), WireName.ASSISTANTS))
			.singleElement()
			.asString()
			.endsWith("set openai.run.wire to responses");
		set("openai.run.beta-header");
		assertThat(warnings(List.of(further, this.wires.get(1)), WireName.RESPONSES)).isEmpty();
	}

	@Test
	void aPropertyIsUsedIfAnyConnectionUsesItsWire() {
		set("openai.run.beta-header");
		assertThat(new UnusedPropertyCheck(this.wires, this.wires, this.environment).warnings()).isEmpty();
	}

	private void set(String property) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, "x")));
	}

	private List<String> warnings(WireName wire, Assistant... assistants) {
		return warnings(this.wires, wire, assistants);
	}

	private List<String> warnings(List<GatewayFactory> wires, WireName wire, Assistant... assistants) {
		GatewayFactory used = GatewayFactory.of(wire, wires);
		List<String> warnings = new ArrayList<>(
				new UnusedPropertyCheck(List.of(used), wires, this.environment).warnings());
		Stream.of(assistants)
			.map((assistant) -> UnusedPropertyCheck.incomplete(assistant, used))
			.filter(Objects::nonNull)
			.forEach(warnings::add);
		return warnings;
	}

}
