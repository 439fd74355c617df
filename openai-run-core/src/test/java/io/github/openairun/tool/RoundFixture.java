package io.github.openairun.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executes rounds of calls of {@link BlockingHandlers} on threads beside the test's.
 */
final class RoundFixture implements AutoCloseable {

	final BlockingHandlers handlers = new BlockingHandlers();

	final ManualTimer timer = new ManualTimer();

	private final ToolContextFixture tools = new ToolContextFixture();

	private final ExecutorService drives = Executors.newCachedThreadPool();

	private final DefaultToolExecutor executor;

	private RunListener listener = ToolContextFixture.NO_LISTENER;

	RoundFixture(Consumer<ToolExecutorBuilder> customizer) {
		this.tools.context().registerBean(BlockingHandlers.class, () -> this.handlers);
		this.tools.customize((builder) -> {
			builder.timer(this.timer);
			customizer.accept(builder);
		}).start();
		this.executor = (DefaultToolExecutor) this.tools.executor();
	}

	RoundFixture listener(RunListener listener) {
		this.listener = listener;
		return this;
	}

	DefaultToolExecutor executor() {
		return this.executor;
	}

	/** Begin a round of a run; the calls have the ids 1, 2, 3. */
	CompletableFuture<List<ToolOutput>> begin(String run, String... tools) {
		return begin(run, ToolBatch.Restrictions.NONE, null, tools);
	}

	/** Execute a round on the current thread. */
	List<ToolOutput> execute(String run, String... tools) {
		return this.executor.execute(batch(run, ToolBatch.Restrictions.NONE, null, tools));
	}

	CompletableFuture<List<ToolOutput>> begin(String run, ToolBatch.Restrictions restrictions,
			@Nullable Instant deadline, String... tools) {
		ToolBatch batch = batch(run, restrictions, deadline, tools);
		return CompletableFuture.supplyAsync(() -> this.executor.execute(batch), this.drives);
	}

	private ToolBatch batch(String run, ToolBatch.Restrictions restrictions, @Nullable Instant deadline,
			String... tools) {
		List<ToolCall> calls = new ArrayList<>();
		for (String tool : tools) {
			String id = Integer.toString(calls.size() + 1);
			calls.add(new ToolCall(id, tool, "{\"id\":\"" + id + "\"}"));
		}
		return new ToolBatch(Run.builder(run, "thread_1").build(), calls, this.tools.names(), this.listener,
				new ToolBatch.Situation(1, deadline, Map.of(), ContextCarriers.NOTHING, restrictions));
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
		this.timer.pass(duration);
	}

	@Override
	public void close() {
		this.handlers.open.countDown();
		this.tools.close();
		this.drives.shutdownNow();
	}

}
