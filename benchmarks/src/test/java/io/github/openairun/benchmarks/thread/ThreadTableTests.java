package io.github.openairun.benchmarks.thread;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadTable}.
 */
class ThreadTableTests {

	@Test
	void printsCpuAndBytes() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new ThreadTable(8, 0, 1).run(new PrintStream(out, true, StandardCharsets.UTF_8));
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("a round on a thread of 8 items", "| CPU |",
				"| allocated |", "1.50 x");
	}

	@Test
	void everyRoundSendsTheWholeThread() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		try {
			LongThread thread = new LongThread(8, scheduler);
			JsonNode request = thread.request();
			assertThat(request.path("input")).hasSize(9);
			assertThat(request.path("input")).extracting((item) -> item.path("type").asString())
				.startsWith("message", "function_call", "function_call_output", "message");
			assertThat(thread.round()).isGreaterThan(request.toString().length());
		}
		finally {
			scheduler.shutdown();
		}
	}

}
