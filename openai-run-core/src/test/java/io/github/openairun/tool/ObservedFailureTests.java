package io.github.openairun.tool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.github.openairun.ToolOutput;
import io.github.openairun.observation.RunObservations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what is logged about a failed call is logged within the call's observation,
 * so that it has the trace id.
 */
class ObservedFailureTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final List<String> logged = new CopyOnWriteArrayList<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.openairun.tool");

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			Observation observation = ObservedFailureTests.this.registry.getCurrentObservation();
			ObservedFailureTests.this.logged
				.add(((observation != null) ? observation.getContext().getName() : "none") + ": " + event.getLevel());
		}

	};

	@BeforeEach
	void attach() {
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void detach() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void failureOfHandlerIsLoggedWithinItsObservation() {
		try (RoundFixture round = new RoundFixture((builder) -> builder.observations(observations()))) {
			this.logged.clear();
			RoundFixture.outputs(round.begin("run_1", "fail"));
		}
		assertThat(this.logged).containsExactly("gen_ai.execute_tool.duration: WARN");
	}

	@Test
	void timeoutOfHandlerIsLoggedWithinItsObservation() {
		try (RoundFixture round = new RoundFixture((builder) -> builder.observations(observations()))) {
			this.logged.clear();
			CompletableFuture<List<ToolOutput>> outputs = round.begin("run_1", "slow");
			round.awaitWaiting(1);
			round.pass(Duration.ofMinutes(5));
			RoundFixture.outputs(outputs);
		}
		assertThat(this.logged).isNotEmpty().first().asString().isEqualTo("gen_ai.execute_tool.duration: WARN");
	}

	private RunObservations observations() {
		return new RunObservations(this.registry, null, null, "openai", false);
	}

}
