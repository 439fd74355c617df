package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantOperations;
import io.github.openairun.RunLimits;
import io.github.openairun.RunOperations;
import io.github.openairun.ThreadOperations;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.PollPolicy;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolErrorDecision;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolHandlerRegistrar;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.tool.schema.ToolSchemaGenerator;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.assistants.AssistantsGateway;
import io.github.openairun.wire.responses.ResponsesGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class OpenAiRunAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
				JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	@Test
	void suppliesTheOperations() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RunOperations.class)
			.hasSingleBean(ThreadOperations.class)
			.hasSingleBean(AssistantOperations.class)
			.hasSingleBean(AssistantAdminOperations.class));
	}

	@Test
	void runsOnResponsesByDefault() {
		this.runner.run((context) -> {
			assertThat(context.getBean(RunGateway.class)).isInstanceOf(ResponsesGateway.class);
			assertThat(context.getBean(RunOperations.class).capabilities().wire()).isEqualTo("responses");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "assistants", "ASSISTANTS" })
	void runsOnAssistantsWhenToldTo(String wire) {
		this.runner.withPropertyValues("openai.run.wire=" + wire).run((context) -> {
			assertThat(context.getBean(RunGateway.class)).isInstanceOf(AssistantsGateway.class);
			assertThat(context.getBean(RunOperations.class).capabilities().wire()).isEqualTo("assistants");
		});
	}

	@Test
	void suppliesNothingWhenDisabled() {
		this.runner.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RunOperations.class)
				.doesNotHaveBean(ThreadOperations.class)
				.doesNotHaveBean(AssistantOperations.class)
				.doesNotHaveBean(ToolRegistry.class)
				.doesNotHaveBean(RunGateway.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { RunOperations.class, ThreadOperations.class, AssistantOperations.class,
			AssistantAdminOperations.class, ToolRegistry.class, ToolExecutor.class, RunLinkStore.class,
			ToolResultConverter.class, ToolSchemaGenerator.class, StructuredOutputs.class, AssistantCatalog.class,
			RunLimits.class, PollPolicy.class, BusyThreadPolicy.class, RetryPolicy.class, RunEngine.class,
			RunGateway.class, StreamTransport.class })
	<T> void backsOffForTheUsersOwnBean(Class<T> type) {
		T own = mock(type);
		this.runner.withBean("own", type, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(type);
			assertThat(context.getBean(type)).isSameAs(own);
		});
	}

	@Test
	void aWireOfTheApplicationNeedsNoConnection() {
		RunGateway own = mock(RunGateway.class);
		this.runner.withPropertyValues("openai.api-key=").withBean(RunGateway.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(RunGateway.class)).isSameAs(own);
			assertThat(context).doesNotHaveBean(WireClient.class).doesNotHaveBean(StreamTransport.class);
		});
	}

	@Test
	void aSchemaGeneratorOfTheApplicationDescribesTypes() {
		ToolSchemaGenerator own = mock(ToolSchemaGenerator.class);
		this.runner.withBean(ToolSchemaGenerator.class, () -> own)
			.run((context) -> assertThat(context.getBean(ToolHandlerRegistrar.class).schemas()).isSameAs(own));
		this.runner.run((context) -> assertThat(context.getBean(ToolHandlerRegistrar.class).schemas())
			.isSameAs(context.getBean(ToolSchemaGenerator.class)));
	}

	@Test
	void linksAreInMemoryUnlessToldOtherwise() {
		this.runner.run((context) -> assertThat(links(context)).isInstanceOf(RunLinkStore.inMemory().getClass()));
		this.runner.withPropertyValues("openai.run.responses.link-store=memory")
			.run((context) -> assertThat(links(context)).isInstanceOf(RunLinkStore.inMemory().getClass()));
		this.runner.withPropertyValues("openai.run.responses.link-store=conversation").run((context) -> {
			assertThat(links(context)).isNull();
			assertThat(context.getBean(RunGateway.class)).isInstanceOf(ResponsesGateway.class);
		});
	}

	@Test
	void theUsersLinkStoreWinsOverTheProperty() {
		RunLinkStore own = RunLinkStore.inMemory();
		this.runner.withPropertyValues("openai.run.responses.link-store=conversation")
			.withBean(RunLinkStore.class, () -> own)
			.run((context) -> assertThat(links(context)).isSameAs(own));
	}

	private static @Nullable RunLinkStore links(ApplicationContext context) {
		return context.getBeanProvider(RunLinkStore.class).getIfAvailable();
	}

	@Test
	void usesTheUsersErrorHandler() {
		this.runner
			.withBean(ToolErrorHandler.class, () -> (context, error) -> ToolErrorDecision.tell("told by the user"))
			.run((context) -> assertThat(context).hasSingleBean(ToolExecutor.class));
	}

	@Test
	void assistantsComeFromPropertiesAndBeans() {
		this.runner
			.withPropertyValues("openai.run.assistants.support.model=gpt", "openai.run.assistants.support.top-p=0.9",
					"openai.run.assistants.support.max-output-tokens=100", "openai.run.assistants.support.tools=")
			.withBean(Assistant.class, () -> Assistant.named("sales").model("gpt").build())
			.run((context) -> {
				assertThat(context.getBean(AssistantCatalog.class).all()).extracting(Assistant::name)
					.containsExactly("sales", "support");
				Assistant support = context.getBean(AssistantOperations.class).load("support");
				assertThat(support.settings().topP()).isEqualTo(0.9);
				assertThat(support.settings().maxCompletionTokens()).isEqualTo(100);
				assertThat(support.tools()).isEmpty();
			});
	}

	@Test
	void twoAssistantsOfOneNameFailAtStart() {
		this.runner.withPropertyValues("openai.run.assistants.support.model=gpt")
			.withBean(Assistant.class, () -> Assistant.named("support").model("gpt").build())
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining(
						"two assistants named 'support'. Rename one of them: openai.run.assistants.support")
				.isInstanceOf(RunConfigurationException.class));
	}

}
