package io.github.openairun.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.openairun.Message;
import io.github.openairun.ThreadOperations;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadStoreFullException;
import io.github.openairun.thread.ThreadWindow;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.assistants.AssistantsGateway;
import io.github.openairun.wire.responses.ResponsesGateway;
import io.github.openairun.wire.stateless.StatelessGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for the configuration of who keeps threads.
 */
class ThreadsConfigurationTests {

	private static final String APPLICATION = "openai.run.threads=application";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, RestClientAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	@Test
	void theServerKeepsThreadsByDefault() {
		this.runner
			.run((context) -> assertThat(context.getBean(RunGateway.class)).isInstanceOf(ResponsesGateway.class));
	}

	@Test
	void theApplicationKeepsThreadsOnDemand() {
		this.runner.withPropertyValues(APPLICATION).run((context) -> {
			assertThat(context.getBean(RunGateway.class)).isInstanceOf(StatelessGateway.class);
			assertThat(context.getBean(ThreadStore.class)).isInstanceOf(InMemoryThreadStore.class);
			assertThat(context.getBean(ThreadOperations.class).create().id()).startsWith("thread_app_");
		});
	}

	@Test
	void wireAssistantsKeepsItsThreads() {
		this.runner.withPropertyValues(APPLICATION, "openai.run.wire=assistants")
			.run((context) -> assertThat(context.getBean(RunGateway.class)).isInstanceOf(AssistantsGateway.class));
	}

	@Test
	void beansOfTheApplicationTakePrecedence() {
		ThreadStore store = mock(ThreadStore.class);
		ThreadWindow window = ThreadWindow.newest(3, null);
		this.runner.withPropertyValues(APPLICATION)
			.withBean(ThreadStore.class, () -> store)
			.withBean(ThreadWindow.class, () -> window)
			.run((context) -> {
				assertThat(context).getBean(ThreadStore.class).isSameAs(store);
				assertThat(context).getBean(ThreadWindow.class).isSameAs(window);
			});
	}

	@Test
	void thePropertiesBoundTheStore() {
		this.runner
			.withPropertyValues(APPLICATION, "openai.run.thread-store.max-threads=1",
					"openai.run.thread-store.max-items=1")
			.run((context) -> {
				ThreadOperations threads = context.getBean(ThreadOperations.class);
				String thread = threads.create(List.of(Message.user("Hi")), Map.of()).id();
				assertThatExceptionOfType(ThreadStoreFullException.class).isThrownBy(threads::create)
					.withMessageContaining("openai.run.thread-store.max-threads");
				assertThatExceptionOfType(ThreadStoreFullException.class)
					.isThrownBy(() -> threads.addMessage(thread, Message.user("Hello")))
					.withMessageContaining("openai.run.thread-store.max-items");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:11434/v1", "http://127.0.0.1:1234/v1", "https://openrouter.ai/api/v1",
			"https://api.groq.com/openai/v1" })
	void hintsAtThreadsOfTheApplicationForServersWithoutConversations(String baseUrl) {
		OpenAiRunProperties properties = new OpenAiRunProperties();
		assertThat(StatelessServers.hint(properties, baseUrl)).contains("set openai.run.threads=application");
		properties.setThreads(OpenAiRunProperties.Threads.APPLICATION);
		assertThat(StatelessServers.hint(properties, baseUrl)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080/v1", "https://api.openai.com/v1", "not a url" })
	void doesNotHintForOtherServers(String baseUrl) {
		assertThat(StatelessServers.hint(new OpenAiRunProperties(), baseUrl)).isNull();
	}

	@Test
	void thePropertiesLimitTheWindow() {
		List<StoredItem> items = IntStream.range(0, 9).mapToObj(ThreadsConfigurationTests::question).toList();
		this.runner.withPropertyValues(APPLICATION)
			.run((context) -> assertThat(context.getBean(ThreadWindow.class).select(items)).hasSize(9));
		this.runner.withPropertyValues(APPLICATION, "openai.run.thread-window.max-items=3")
			.run((context) -> assertThat(context.getBean(ThreadWindow.class).select(items))
				.isEqualTo(items.subList(6, 9)));
		this.runner.withPropertyValues(APPLICATION, "openai.run.thread-window.max-input-tokens=22")
			.run((context) -> assertThat(context.getBean(ThreadWindow.class).select(items))
				.isEqualTo(items.subList(7, 9)));
	}

	/** An item of 40 characters, which count as 11 tokens. */
	private static StoredItem question(int number) {
		return new StoredItem("msg_app_" + number, "message", "user", null, "{}", "x".repeat(40), null, false,
				Instant.EPOCH);
	}

}
