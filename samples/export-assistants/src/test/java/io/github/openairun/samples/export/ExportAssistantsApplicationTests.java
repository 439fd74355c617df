package io.github.openairun.samples.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantOperations;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ResponseFormat;
import io.github.openairun.RunOperations;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

class ExportAssistantsApplicationTests {

	private static final String TEXT = "Be brief.\n\n  Say \"hello\": it's #1, ${nice} & 'kind'.\nUse\ttabs.";

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	@TempDir
	Path folder;

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void whatWasExportedIsWhatTheServerHas() {
		Assistant everything = Assistant.named("Customer Support (EU)")
			.description("Helps: customers")
			.model("gpt-4.1")
			.temperature(0.3)
			.topP(0.9)
			.responseFormat(
					new ResponseFormat.JsonSchema("Refund", "{\"type\":\"object\",\"description\":\"${x}\"}", false))
			.instructions(TEXT)
			.builtInTools(new BuiltInTool.FileSearch(List.of("vs_1"), 5), BuiltInTool.codeInterpreter("file_1"))
			.metadata(Map.of("Team/Region", "${eu}"))
			.build();
		Assistant created = withApplication("assistants", null,
				(context) -> context.getBean(AssistantAdminOperations.class).create(everything));
		export();
		withApplication("responses", this.folder.resolve("assistants.yml"), (context) -> {
			Assistant exported = context.getBean(AssistantOperations.class).load("customer-support-eu");
			assertThat(exported.id()).isEqualTo(created.id());
			assertThat(exported.description()).isEqualTo(created.description());
			assertThat(exported.settings()).isEqualTo(everything.settings());
			assertThat(exported.instructions()).isEqualTo(TEXT);
			assertThat(exported.tools()).isEmpty();
			assertThat(exported.builtInTools()).isEqualTo(everything.builtInTools());
			assertThat(exported.metadata()).isEqualTo(everything.metadata());
			return exported;
		});
	}

	@Test
	void everyAssistantIsExportedUnderANameOfItsOwn() throws IOException {
		this.simulator.assistant("asst_1", (assistant) -> assistant.name("Sales"));
		this.simulator.assistant("asst_2", (assistant) -> assistant.name("sales"));
		this.simulator.assistant("asst_3", (assistant) -> assistant.tool("findOrder", "{\"type\":\"object\"}"));
		export();
		assertThat(this.folder.resolve("assistants.yml")).content(StandardCharsets.UTF_8).isEqualTo("""
				openai:
				  run:
				    assistants:
				      sales:
				        id: asst_1
				        model: gpt-4.1-mini
				        tools: []
				      sales-2:
				        id: asst_2
				        model: gpt-4.1-mini
				        tools: []
				      asst-3:
				        id: asst_3
				        model: gpt-4.1-mini
				        tools:
				        - findOrder
				""");
	}

	@Test
	void moreAssistantsAreExportedThanOnePageHolds() throws IOException {
		for (int i = 0; i < 101; i++) {
			this.simulator.assistant("asst_" + i, (assistant) -> assistant.name("one"));
		}
		export();
		assertThat(Files.readString(this.folder.resolve("assistants.yml"))).contains("id: asst_0\n", "id: asst_100\n");
	}

	@Test
	void whatWasExportedRunsOnTheOtherWire() throws IOException {
		this.simulator.assistant("asst_1", (assistant) -> assistant.name("sales").instructions("Sell."));
		export();
		this.simulator.when(anyMessage()).reply("Sold.");
		String reply = withApplication("responses", this.folder.resolve("assistants.yml"),
				(context) -> context.getBean(RunOperations.class).execute("sales", "A lamp, please.").text());
		assertThat(reply).isEqualTo("Sold.");
	}

	private void export() {
		ExportAssistantsApplication.main(new String[] { "--openai.base-url=" + this.simulator.baseUrl(),
				"--openai.api-key=sk-test", "--export.file=" + this.folder.resolve("assistants.yml") });
	}

	private <T> T withApplication(String wire, @Nullable Path configuration, Use<T> use) {
		SpringApplication application = new SpringApplication(OtherApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String imported = (configuration != null) ? configuration.toUri().toString() : "";
		try (ConfigurableApplicationContext context = application.run("--openai.base-url=" + this.simulator.baseUrl(),
				"--openai.api-key=sk-test", "--openai.run.wire=" + wire, "--spring.config.import=" + imported,
				"--openai.run.poll.initial-interval=1ms")) {
			return use.with(context);
		}
	}

	@FunctionalInterface
	interface Use<T> {

		T with(ConfigurableApplicationContext context);

	}

	@EnableAutoConfiguration
	static class OtherApplication {

	}

}
