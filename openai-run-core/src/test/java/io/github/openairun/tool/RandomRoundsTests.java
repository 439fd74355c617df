package io.github.openairun.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.StopWatch;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever handlers do, each call of each round gets one output, in order and in time.
 */
class RandomRoundsTests {

	private static final int ROUNDS = 1000;

	private static final int MAX_CALLS = 8;

	private static final Duration TIMEOUT = Duration.ofMillis(40);

	/** Machines that build are slow at times. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final int MAX_OUTPUT = 4096;

	private static final List<String> OUTCOMES = List.of("answer", "fail", "failChecked", "overflow", "interrupt",
			"interrupted", "huge", "hang", "hangDeaf", "missing", "wrong");

	@Test
	@Timeout(300)
	void everyCallOfEveryRoundIsAnsweredOnceInOrderAndInTime() {
		long seed = Long.getLong("random-rounds.seed", ThreadLocalRandom.current().nextLong());
		Random random = new Random(seed);
		Handlers handlers = new Handlers();
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor((task) -> {
			Thread thread = new Thread(task, "random-rounds");
			thread.setDaemon(true);
			threads.add(thread);
			return thread;
		});
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		try (CapturedLog log = new CapturedLog(); ToolContextFixture tools = new ToolContextFixture()) {
			tools.context().registerBean(Handlers.class, () -> handlers);
			tools
				.customize((builder) -> builder.executor(executor, executor::close)
					.scheduler(scheduler)
					.maxConcurrency(10_000, MAX_CALLS)
					.maxOutputSize(MAX_OUTPUT, 2L * MAX_OUTPUT)
					.timeout(TIMEOUT))
				.start();
			DefaultToolExecutor toolExecutor = (DefaultToolExecutor) tools.executor();
			for (int round = 0; round < ROUNDS; round++) {
				List<ToolCall> calls = calls(random, round);
				ToolBatch batch = new ToolBatch(Run.builder("run_" + round, "thread_1").build(), calls, tools.names(),
						RoundContext.builder().build(), ToolOutputListener.NONE);
				StopWatch watch = new StopWatch();
				watch.start();
				List<ToolOutput> outputs = ToolContextFixture.execute(toolExecutor, batch);
				watch.stop();
				String what = "seed " + seed + ", round " + round + ": " + calls;
				assertThat(outputs).as(what)
					.extracting(ToolOutput::callId)
					.containsExactlyElementsOf(calls.stream().map(ToolCall::id).toList());
				assertThat(Duration.ofNanos(watch.getTotalTimeNanos())).as(what).isLessThan(TIMEOUT.plus(MARGIN));
				assertThat(outputs.stream().mapToInt((output) -> output.output().length()).sum()).as(what)
					.isLessThanOrEqualTo(2 * MAX_OUTPUT);
				IntStream.range(0, calls.size()).forEach((i) -> check(what, calls.get(i), outputs.get(i)));
			}
			assertThat(Thread.interrupted()).isFalse();
			handlers.open.countDown();
			joinAll(threads);
			assertThat(toolExecutor.dispatcher().pending()).as("seed " + seed).isZero();
			assertThat(toolExecutor.dispatcher().runs()).as("seed " + seed).isZero();
		}
		finally {
			scheduler.destroy();
		}
		System.getLogger(RandomRoundsTests.class.getName())
			.log(System.Logger.Level.INFO, ROUNDS + " random rounds with seed " + seed);
	}

	private static List<ToolCall> calls(Random random, int round) {
		List<ToolCall> calls = new ArrayList<>();
		int count = 1 + random.nextInt(MAX_CALLS);
		for (int i = 0; i < count; i++) {
			String tool = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
			calls.add(new ToolCall("call_" + round + "_" + i, tool, tool.equals("wrong") ? "{\"surplus\":1}" : "{}"));
		}
		return calls;
	}

	private static void check(String what, ToolCall call, ToolOutput output) {
		String text = output.output();
		switch (call.name()) {
			case "hang", "hangDeaf" -> assertThat(text).as(what).contains("\"kind\":\"timeout\"");
			case "missing" -> assertThat(text).as(what).contains("\"kind\":\"unknown_tool\"");
			// A machine that is busy may not get round to a quick handler in time.
			default -> {
				if (!text.contains("\"kind\":\"timeout\"")) {
					assertThat(text).as(what).contains(expected(call.name()));
				}
			}
		}
	}

	private static String expected(String tool) {
		return switch (tool) {
			case "answer", "interrupt" -> "answered";
			case "huge" -> "[cut: ";
			case "wrong" -> "\"kind\":\"invalid_arguments\"";
			default -> "\"kind\":\"failed\"";
		};
	}

	private static void joinAll(Set<Thread> threads) {
		for (Thread thread : threads) {
			try {
				thread.join(MARGIN.toMillis());
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
			assertThat(thread.isAlive()).isFalse();
		}
	}

	static class Handlers {

		final CountDownLatch open = new CountDownLatch(1);

		@ToolHandler
		String answer() {
			return "answered";
		}

		@ToolHandler
		void fail() {
			throw new IllegalStateException("failed");
		}

		@ToolHandler
		void failChecked() throws Exception {
			throw new Exception("failed");
		}

		@ToolHandler
		int overflow() {
			return deeper() + 1;
		}

		private int deeper() {
			return overflow() + 1;
		}

		@ToolHandler
		String interrupt() {
			Thread.currentThread().interrupt();
			return "answered";
		}

		@ToolHandler
		void interrupted() throws InterruptedException {
			throw new InterruptedException();
		}

		@ToolHandler
		String huge() {
			return "\u20ac".repeat(MAX_OUTPUT);
		}

		@ToolHandler
		void hang() throws InterruptedException {
			this.open.await();
		}

		@ToolHandler
		void hangDeaf() {
			while (this.open.getCount() > 0) {
				try {
					this.open.await();
				}
				catch (InterruptedException ex) {
					// goes on hanging
				}
			}
		}

		@ToolHandler
		String wrong() {
			return "not reached";
		}

	}

}
