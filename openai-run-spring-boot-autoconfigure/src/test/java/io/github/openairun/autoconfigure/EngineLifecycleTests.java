package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.engine.RunEngine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link RunEngine} does when its application stops.
 */
class EngineLifecycleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, JacksonAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	@Test
	void isRunningOnceTheApplicationHasStarted() {
		this.runner.run((context) -> assertThat(engine(context).isRunning()).isTrue());
	}

	@Test
	void itIsStoppedBehindTheWebServer() {
		List<Boolean> running = new ArrayList<>();
		this.runner.withBean(WebServer.class, () -> new WebServer(running)).run((context) -> {
			RunEngine engine = engine(context);
			context.getBean(WebServer.class).engine = engine;
			context.getSourceApplicationContext().close();
			assertThat(running).containsExactly(true);
			assertThat(engine.isRunning()).isFalse();
		});
	}

	@Test
	void itTakesRunsAgainWhenTheApplicationIsStartedAgain() {
		this.runner.run((context) -> {
			RunEngine engine = engine(context);
			context.getSourceApplicationContext().stop();
			assertThat(engine.isRunning()).isFalse();
			context.getSourceApplicationContext().start();
			assertThat(engine.isRunning()).isTrue();
		});
	}

	@Test
	void oneThatTheApplicationBringsIsStoppedAsABean() {
		RunEngine own = new RunEngine(RunEngine.Settings.defaults());
		this.runner.withBean(RunEngine.class, () -> own).run((context) -> {
			assertThat(engine(context)).isSameAs(own);
			context.getSourceApplicationContext().stop();
			assertThat(own.isRunning()).isFalse();
			context.getSourceApplicationContext().start();
			assertThat(own.isRunning()).isTrue();
			context.getSourceApplicationContext().close();
			assertThat(own.isRunning()).isFalse();
		});
	}

	@Test
	void oneOfTheParentOutlivesItsChildren() {
		RunEngine own = new RunEngine(RunEngine.Settings.defaults());
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext()) {
			parent.registerBean(RunEngine.class, () -> own);
			parent.refresh();
			this.runner.withParent(parent).run((context) -> {
				assertThat(engine(context)).isSameAs(own);
				context.getSourceApplicationContext().close();
			});
			assertThat(own.isRunning()).isTrue();
		}
		assertThat(own.isRunning()).isFalse();
	}

	private static RunEngine engine(ApplicationContext context) {
		return context.getBean(RunEngine.class);
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
