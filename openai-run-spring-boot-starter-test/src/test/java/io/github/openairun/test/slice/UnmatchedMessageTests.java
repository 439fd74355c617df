package io.github.openairun.test.slice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestContextManager;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A test whose messages no script matches fails, and leaves nothing behind.
 */
class UnmatchedMessageTests {

	private final TestContextManager manager = new TestContextManager(Sample.class);

	private final Sample sample = new Sample();

	@BeforeEach
	void start() throws Exception {
		this.manager.beforeTestClass();
		this.manager.prepareTestInstance(this.sample);
	}

	@AfterEach
	void stop() throws Exception {
		this.manager.afterTestClass();
	}

	@Test
	void failsTheTestWithTheNearestScriptAndWhyItDoesNotMatch() {
		this.sample.simulator.when(message().contains("weather")).reply("Rain");
		this.sample.simulator.when(message().contains("order").offers("findOrder")).reply("Shipped");
		this.sample.runs.start(RunRequest.assistant("support").message("Where is order 17?").build())
			.result()
			.toCompletableFuture()
			.join();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this::endTest)
			.withMessageContaining("no script for the message \"Where is order 17?\"")
			.withMessageContaining("Nearest: message contains \"order\" and comes with tools [findOrder] "
					+ "(the run is offered [asker, hang, inhabitants, weather]); message contains \"weather\"");
	}

	@Test
	void forgetsScriptsAndRecords() throws Exception {
		OpenAiSimulator simulator = this.sample.simulator;
		simulator.when(message().contains("Hi")).reply("Hello");
		this.sample.runs.execute("support", "Hi");
		String baseUrl = simulator.baseUrl();
		endTest();
		assertThat(simulator.exchanges()).isEmpty();
		assertThat(simulator.runs()).isEmpty();
		assertThat(simulator.accepted()).isEmpty();
		assertThat(simulator.baseUrl()).isEqualTo(baseUrl);
		this.sample.runs.execute("support", "Hi");
		assertThat(simulator.unmatched()).singleElement().asString().contains("There is no script at all");
		simulator.reset();
	}

	private void endTest() throws Exception {
		this.manager.afterTestMethod(this.sample, Sample.class.getDeclaredMethod("test"), null);
	}

	@OpenAiRunTest(tools = CityTools.class)
	static class Sample {

		@Autowired
		OpenAiSimulator simulator;

		@Autowired
		RunOperations runs;

		void test() {
		}

	}

}
