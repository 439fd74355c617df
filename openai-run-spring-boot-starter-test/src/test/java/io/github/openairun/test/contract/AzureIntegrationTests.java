package io.github.openairun.test.contract;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole runs against a server with Azure's base URLs, versions and headers, polled and
 * streamed.
 */
@ParameterizedClass
@EnumSource
class AzureIntegrationTests {

	private static final RunRequest REQUEST = RunRequest.assistant("support").message("Hello").build();

	private final FakeTime time = new FakeTime();

	private final AtomicInteger tokens = new AtomicInteger();

	private final OpenAiSimulator simulator;

	private final Application application;

	private final String path;

	AzureIntegrationTests(Wire wire) {
		this.path = (wire == Wire.RESPONSES) ? "/openai/v1" : "/api/projects/shop";
		this.simulator = OpenAiSimulator.builder()
			.clock(this.time)
			.serve(wire)
			.basePath(this.path)
			.requireBetaHeader(false)
			.acceptApiKeyHeader(wire == Wire.RESPONSES)
			.start();
		if (wire == Wire.ASSISTANTS) {
			this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("deployment"));
		}
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		this.application = new Application(wire, this.simulator, this.time, (context) -> {
			TestPropertyValues
				.of("openai.api-version=v1", "openai.run.streaming=auto",
						(wire == Wire.RESPONSES) ? "openai.authentication=api-key" : "openai.run.beta-header=false")
				.applyTo(context);
			context.registerBean(ApiKeySupplier.class, () -> (request) -> "token-" + this.tokens.incrementAndGet());
		});
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	@Test
	void runsAreDrivenByPolling() {
		assertAzure(this.application.runs().execute(REQUEST));
		assertThat(this.simulator.exchanges()).allMatch((exchange) -> exchange.eventNames().isEmpty());
	}

	@Test
	void runsAreStreamed() {
		assertAzure(this.application.runs().execute(REQUEST, new RunListener() {
		}));
		assertThat(this.simulator.exchanges()).anyMatch((exchange) -> !exchange.eventNames().isEmpty());
	}

	private void assertAzure(RunResult result) {
		assertThat(result.text()).isEqualTo("Done");
		assertThat(this.simulator.exchanges()).isNotEmpty()
			.allSatisfy((exchange) -> assertThat(exchange.path()).startsWith(this.path + "/"))
			.allSatisfy((exchange) -> assertThat(exchange.query()).containsEntry("api-version", "v1"))
			.extracting(Exchange::status)
			.containsOnly(200);
		assertThat(this.tokens).hasValue(this.simulator.exchanges().size());
		assertThat(this.simulator).gotNoSecrets();
	}

}
