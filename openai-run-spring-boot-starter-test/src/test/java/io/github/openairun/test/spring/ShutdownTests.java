package io.github.openairun.test.spring;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StopWatch;

import io.github.openairun.Run;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunResult;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for contexts that are closed while runs are driven.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	private static final String ENGINE = RunEngine.class.getName();

	private static final String WARNING = "Shutting down while runs are active";

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private OpenAiSimulator simulator;

	@BeforeEach
	void start() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(ENGINE, LogLevel.WARN);
		this.simulator = OpenAiSimulator.builder().workingFor(Duration.ofHours(1)).start();
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt"));
		this.simulator.when(anyMessage()).reply("Hi");
	}

	@AfterEach
	void stop() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(ENGINE, null);
		this.released.countDown();
		this.simulator.close();
	}

	@ParameterizedTest
	@CsvSource({ "RESPONSES,true,BLOCKS", "RESPONSES,false,BLOCKS", "RESPONSES,true,THROWS", "RESPONSES,false,THROWS",
			"ASSISTANTS,true,BLOCKS", "ASSISTANTS,false,BLOCKS" })
	void closingTakesTheGracePeriodOnceWhateverAListenerDoes(Wire wire, boolean started, Behaviour behaviour,
			CapturedOutput output) {
		runner(wire).withPropertyValues("openai.run.engine.shutdown-grace-period=1s")
			.withBean(RunListener.class, () -> new Listener(behaviour))
			.run((context) -> {
				CompletableFuture<RunResult> result = drive(context.getBean(RunOperations.class), started);
				this.begun.await();
				assertThat(closed(context.getSourceApplicationContext())).isBetween(Duration.ofMillis(900),
						Duration.ofMillis(3900));
				this.released.countDown();
				assertThat(catchThrowable(result::join)).isInstanceOf(CompletionException.class)
					.hasCauseInstanceOf(RunInterruptedException.class);
			});
		assertThat(output.getAll().split(WARNING, -1)).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void theGracePeriodEndsWithThePhaseOfSpring(Wire wire) {
		runner(wire)
			.withPropertyValues("openai.run.engine.shutdown-grace-period=50s",
					"spring.lifecycle.timeout-per-shutdown-phase=300ms")
			.withBean(RunListener.class, () -> new Listener(Behaviour.RETURNS))
			.run((context) -> {
				CompletableFuture<RunResult> result = drive(context.getBean(RunOperations.class), true);
				this.begun.await();
				assertThat(closed(context.getSourceApplicationContext())).isBetween(Duration.ofMillis(290),
						Duration.ofSeconds(5));
				assertThat(catchThrowable(result::join)).isInstanceOf(CompletionException.class)
					.hasCauseInstanceOf(RunInterruptedException.class);
			});
	}

	private static CompletableFuture<RunResult> drive(RunOperations runs, boolean started) {
		return started ? runs.start("support", "Hello").result().toCompletableFuture()
				: CompletableFuture.supplyAsync(() -> runs.execute("support", "Hello"));
	}

	private static Duration closed(ConfigurableApplicationContext context) {
		StopWatch watch = new StopWatch();
		watch.start();
		context.close();
		watch.stop();
		return Duration.ofNanos(watch.getTotalTimeNanos());
	}

	private ApplicationContextRunner runner(Wire wire) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
					JacksonAutoConfiguration.class, LifecycleAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
			.withPropertyValues("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT),
					"openai.base-url=" + this.simulator.baseUrl(), "openai.api-key=sk-test",
					"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt");
	}

	enum Behaviour {

		BLOCKS, THROWS, RETURNS

	}

	private final class Listener implements RunListener {

		private final Behaviour behaviour;

		Listener(Behaviour behaviour) {
			this.behaviour = behaviour;
		}

		@Override
		public void statusChanged(Run run) {
			behave();
		}

		@Override
		public void failed(Run run, RuntimeException error) {
			behave();
		}

		private void behave() {
			ShutdownTests.this.begun.countDown();
			if (this.behaviour == Behaviour.THROWS) {
				throw new AssertionError("listener");
			}
			boolean released = this.behaviour != Behaviour.BLOCKS;
			while (!released) {
				try {
					ShutdownTests.this.released.await();
					released = true;
				}
				catch (InterruptedException ex) {
					// Goes on blocking.
				}
			}
		}

	}

}
