package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

import io.github.openairun.RunOperations;
import io.github.openairun.engine.RunEngine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link RunEngine} does when its application stops.
 */
class EngineLifecycleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, JacksonAutoConfiguration.class,
				OpenAiConnectionAutoConfiguration.class, OpenAiToolAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	@Test
	void thereIsNoneUntilItIsUsed() {
		this.runner.run((context) -> {
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("runEngine")).isFalse();
			context.getBean(RunOperations.class);
			assertThat(context.getBean(RunEngine.class).isRunning()).isTrue();
		});
	}

	@Test
	void itIsStoppedBehindTheWebServer() {
		List<Boolean> running = new ArrayList<>();
		this.runner.withBean(WebServer.class, () -> new WebServer(running)).run((context) -> {
			RunEngine engine = context.getBean(RunEngine.class);
			context.getBean(WebServer.class).engine = engine;
			context.getSourceApplicationContext().close();
			assertThat(running).containsExactly(true);
			assertThat(engine.isRunning()).isFalse();
		});
	}

	@Test
	void itTakesRunsAgainWhenTheApplicationIsStartedAgain() {
		this.runner.run((context) -> {
			RunEngine engine = context.getBean(RunEngine.class);
			context.getSourceApplicationContext().stop();
			assertThat(engine.isRunning()).isFalse();
			context.getSourceApplicationContext().start();
			assertThat(engine.isRunning()).isTrue();
		});
	}

	/** Stops in the phase of Boot's {@code WebServerStartStopLifecycle}. */
	private static final class WebServer implements SmartLifecycle {

		private final List<Boolean> running;

		private RunEngine engine;

		private boolean started;

		WebServer(List<Boolean> running) {
			this.running = running;
		}

		@Override
		public void start() {
			this.started = true;
		}

		@Override
		public void stop() {
			this.started = false;
			this.running.add(this.engine.isRunning());
		}

		@Override
		public boolean isRunning() {
			return this.started;
		}

		@Override
		public int getPhase() {
			return DEFAULT_PHASE - 2048;
		}

	}

}
