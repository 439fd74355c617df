package io.github.openairun.test.docs;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SimulatedTime;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

@OpenAiRunTest(tools = TimeExamplesTests.Warehouse.class)
class TimeExamplesTests {

	@Autowired
	OpenAiSimulator simulator;

	@Autowired
	RunOperations runs;

	@Autowired
	SimulatedTime time;

	@Autowired
	Warehouse warehouse;

	@Test
	void aHandlerIsGivenUp() throws InterruptedException {
		this.simulator.when(anyMessage()).call("countStock", Map.of()).reply((outputs) -> outputs.get("countStock"));
		RunHandle run = this.runs.start(RunRequest.assistant("support").message("Hello").build());
		this.warehouse.asked.await();
		this.time.advance(Duration.ofSeconds(30));
		assertThat(run.join().text()).contains("did not respond within 30 s");
	}

	static class Warehouse {

		private final CountDownLatch asked = new CountDownLatch(1);

		@ToolHandler(description = "Counts what is in stock")
		int countStock() throws InterruptedException {
			this.asked.countDown();
			new CountDownLatch(1).await();
			return 0;
		}

	}

}
