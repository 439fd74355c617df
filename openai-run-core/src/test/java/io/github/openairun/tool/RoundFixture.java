package io.github.openairun.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executes rounds of calls of {@link BlockingHandlers} on threads beside the test's.
 */
final class RoundFixture implements AutoCloseable {

	final BlockingHandlers handlers = new BlockingHandlers();

	final ManualTaskScheduler scheduler = new ManualTaskScheduler();

	private final ToolContextFixture tools = new ToolContextFixture();

	private final DefaultToolExecutor executor;

	private ToolOutputListener listener = ToolOutputListener.NONE;

	RoundFixture(Consumer<ToolExecutorBuilder> customizer) {
		this.tools.context().registerBean(BlockingHandlers.class, () -> this.handlers);
		this.tools.customize((builder) -> {
			builder.scheduler(this.scheduler);
			customizer.accept(builder);
		}).start();
		this.executor = (DefaultToolExecutor) this.tools.executor();
	}

	RoundFixture listener(ToolOutputListener listener) {
		this.listener = listener;
		return this;
	}

	DefaultToolExecutor executor() {
		return this.executor;
	}

	/** Begin a round of a run; the calls have the ids 1, 2, 3. */
	CompletableFuture<List<ToolOutput>> begin(String run, String... tools) {
		return begin(run, RoundContext.builder(), tools);
	}

	CompletableFuture<List<ToolOutput>> begin(String run, RoundContext.Builder context, String... tools) {
		List<ToolCall> calls = new ArrayList<>();
		for (String tool : tools) {
			String id = Integer.toString(calls.size() + 1);
			calls.add(new ToolCall(id, tool, "{\"id\":\"" + id + "\"}"));
		}
		return this.executor.execute(new ToolBatch(Run.builder(run, "thread_1").build(), calls, this.tools.names(),
				context.build(), this.listener));
	}

	static List<String> outputs(CompletableFuture<List<ToolOutput>> round) {
		return round.orTimeout(20, TimeUnit.SECONDS).join().stream().map(ToolOutput::output).toList();
	}

	/** Wait until so many handlers wait. */
	void awaitWaiting(int count) {
		await(this.handlers.waiting, count);
	}

	void awaitInterrupts(int count) {
		await(this.handlers.interrupts, count);
	}

	private static void await(Semaphore semaphore, int count) {
		try {
			assertThat(semaphore.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Let time pass for the calls on their way. */
	void pass(Duration duration) {
		this.scheduler.advance(duration);
	}

	@Override
	public void close() {
		this.handlers.open.countDown();
		this.tools.close();
	}

}
