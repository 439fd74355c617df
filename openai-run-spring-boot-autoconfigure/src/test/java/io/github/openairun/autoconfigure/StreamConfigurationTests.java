package io.github.openairun.autoconfigure;

import java.net.http.HttpClient;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.test.util.ReflectionTestUtils;

import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.responses.ResponsesGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the streams of {@link OpenAiRunAutoConfiguration}.
 */
class StreamConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("openai.api-key=sk-test")
		.withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "responses", "assistants" })
	void givesStreamsToTheGateway(String wire) {
		this.runner.withPropertyValues("openai.run.wire=" + wire)
			.run((context) -> assertThat(context.getBean(RunGateway.class).streams()).isNotNull());
	}

	/** The JDK's client refuses to be made with a read time-out. */
	@Test
	void makesAClientForStreams() {
		this.runner.withPropertyValues("openai.read-timeout=5s").run((context) -> {
			Object client = ReflectionTestUtils.invokeMethod(context.getBean(StreamTransport.class), "client");
			assertThat(client).isInstanceOf(HttpClient.class);
		});
	}

	@Test
	void backsOffForATransportOfTheApplication() {
		StreamTransport own = new StreamTransport(StreamTransport.Settings.defaults(),
				(executor) -> HttpClient.newHttpClient(), new ThreadPoolTaskScheduler());
		this.runner.withBean("own", StreamTransport.class, () -> own)
			.run((context) -> assertThat(context.getBean(WireClient.class)).extracting("sender.setup.transport")
				.isSameAs(own));
	}

	@Test
	void backsOffWhenRunsAreDisabled() {
		this.runner.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(StreamTransport.class));
	}

	@ParameterizedTest
	@CsvSource({ ",", "true, true", "false, false" })
	void leavesItToTheServerWhetherToStoreUnlessConfigured(@Nullable Boolean value, @Nullable Boolean store) {
		this.runner.withPropertyValues((value != null) ? "openai.run.responses.store=" + value : "a=b")
			.run((context) -> assertThat(context.getBean(OpenAiRunProperties.class).getResponses().getStore())
				.isEqualTo(store));
	}

	@ParameterizedTest
	@CsvSource({ "auto, AUTO", "on, ON", "true, ON", "off, OFF", "false, OFF" })
	void takesWhetherToWorkInTheBackgroundInManyWords(String value, ResponsesGateway.Background background) {
		this.runner.withPropertyValues("openai.run.responses.background=" + value)
			.run((context) -> assertThat(context.getBean(OpenAiRunProperties.class).getResponses().getBackground())
				.isEqualTo(background));
	}

}
