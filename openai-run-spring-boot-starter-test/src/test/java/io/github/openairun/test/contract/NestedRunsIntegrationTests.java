package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that start runs with tools and wait for them: none of them may wait for the
 * place of a handler that waits for it.
 */
class NestedRunsIntegrationTests {

	private static final int RUNS = 16;

	private static final int DEPTH = 5;

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	@AfterEach
	void close() {
		this.simulator.close();
	}

	static Stream<Arguments> ways() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of("off", "on")
				.flatMap(
						(streaming) -> Stream.of("execute", "start").map((way) -> Arguments.of(wire, streaming, way))));
	}

	@ParameterizedTest(name = "{0}, streaming {1}, {2}")
	@MethodSource("ways")
	void innerRunsDoNotWaitForHandlersThatWaitForThem(Wire wire, String streaming, String way) {
		this.simulator.assistant("asst_agent", (assistant) -> assistant.name("agent").model("gpt-4.1"));
		for (int level = 0; level < DEPTH; level++) {
			this.simulator.when(message().contains("level " + level))
				.call("delegate", Map.of("level", level + 1))
				.reply((outputs) -> outputs.get("delegate"));
		}
		this.simulator.when(message().contains("level " + DEPTH))
			.call("work", Map.of())
			.reply((outputs) -> outputs.get("work"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(Application.AUTO_CONFIGURATIONS))
			.withUserConfiguration(Agents.class)
			.withPropertyValues("openai.api-key=sk-test", "openai.base-url=" + this.simulator.baseUrl(),
					"openai.run.wire=" + wire.name(), "openai.run.streaming=" + streaming, "way=" + way,
					"openai.run.poll.initial-interval=5ms", "openai.run.tools.max-concurrency=8",
					"openai.run.engine.max-runs=16", "openai.run.assistants.agent.id=asst_agent",
					"openai.run.assistants.agent.model=gpt-4.1", "openai.run.assistants.agent.tools=*")
			.run((context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				List<CompletableFuture<String>> replies = IntStream.range(0, RUNS)
					.mapToObj((number) -> runs.start(RunRequest.assistant("agent").message("level 0").build()))
					.map((handle) -> handle.result().toCompletableFuture().thenApply((result) -> result.text()))
					.toList();
				assertThat(replies).allSatisfy((reply) -> assertThat(reply.get(60, TimeUnit.SECONDS))
					.startsWith("done by openai-tool-nested-"));
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		AgentTools agentTools(ObjectProvider<RunOperations> runs, Environment environment) {
			return new AgentTools(runs, environment.getRequiredProperty("way").equals("start"));
		}

	}

	static class AgentTools {

		private final ObjectProvider<RunOperations> runs;

		private final boolean background;

		AgentTools(ObjectProvider<RunOperations> runs, boolean background) {
			this.runs = runs;
			this.background = background;
		}

		@ToolHandler(description = "Delegates work to another agent", timeout = "50s")
		String delegate(int level) {
			RunRequest request = RunRequest.assistant("agent").message("level " + level).build();
			if (this.background) {
				RunHandle handle = this.runs.getObject().start(request);
				return handle.join().text();
			}
			return this.runs.getObject().execute(request).text();
		}

		@ToolHandler(description = "Does the work")
		String work(ToolContext context) {
			return "done by " + Thread.currentThread().getName();
		}

	}

}
