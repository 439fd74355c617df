package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EngineExecutor}.
 */
@Timeout(30)
class EngineExecutorTests {

	private final CountDownLatch end = new CountDownLatch(1);

	private EngineExecutor executor = pool(2, 30);

	private static EngineExecutor pool(int size, long idleSeconds) {
		return new EngineExecutor(size, idleSeconds, Executors.defaultThreadFactory());
	}

	@AfterEach
	void stop() {
		this.end.countDown();
		this.executor.shutdownNow();
	}

	@Test
	void startsNoThreadWhileOneIsIdle() throws Exception {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		for (int i = 0; i < 10; i++) {
			this.executor.submit(() -> threads.add(Thread.currentThread())).get();
			while (!((TransferQueue<?>) this.executor.getQueue()).hasWaitingConsumer()) {
				Thread.onSpinWait();
			}
		}
		assertThat(threads).hasSize(1);
	}

	@Test
	void startsThreadsForTasksThatFindNoneIdleAndHasOthersWait() throws Exception {
		List<Future<?>> blocked = List.of(block(), block());
		Future<String> waiting = this.executor.submit(() -> "done");
		assertThat(this.executor.getPoolSize()).isEqualTo(2);
		assertThat(this.executor.getQueue()).hasSize(1);
		assertThat(blocked).noneMatch(Future::isDone);
		this.end.countDown();
		assertThat(waiting.get()).isEqualTo("done");
	}

	@Test
	void takesNothingAnyMoreOnceShutDown() throws InterruptedException {
		block();
		block();
		this.executor.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.executor.execute(() -> {
		})).withMessage("The threads of the engine are shut down");
		assertThat(this.executor.getQueue()).isEmpty();
		this.end.countDown();
		assertThat(this.executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void losesNoTaskWhileThreadsEnd() throws Exception {
		stop();
		this.executor = pool(1, 0);
		CountDownLatch left = new CountDownLatch(20_000);
		List<Thread> clients = new ArrayList<>();
		for (int client = 0; client < 2; client++) {
			clients.add(new Thread(
					() -> IntStream.range(0, 10_000).forEach((task) -> this.executor.execute(left::countDown))));
		}
		clients.forEach(Thread::start);
		for (Thread client : clients) {
			client.join();
		}
		assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private Future<?> block() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		Future<?> task = this.executor.submit(() -> {
			begun.countDown();
			return this.end.await(30, TimeUnit.SECONDS);
		});
		begun.await();
		return task;
	}

}
