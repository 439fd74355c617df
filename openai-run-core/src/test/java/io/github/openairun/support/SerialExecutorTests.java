package io.github.openairun.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link SerialExecutor}.
 */
class SerialExecutorTests {

	@Test
	void tasksRunOneAfterTheOtherAndSeeWhatWasWritten() throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(4);
		try {
			SerialExecutor executor = new SerialExecutor(pool);
			List<Integer> seen = new ArrayList<>();
			CountDownLatch done = new CountDownLatch(1);
			for (int i = 0; i < 1000; i++) {
				int number = i;
				executor.execute(() -> seen.add(number));
			}
			executor.execute(done::countDown);
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(seen).hasSize(1000).isSorted();
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void taskThatIsSubmittedByATaskRunsAfterIt() {
		SerialExecutor executor = SerialExecutor.onCallingThread();
		List<String> order = new ArrayList<>();
		executor.execute(() -> {
			executor.execute(() -> order.add("inner"));
			order.add("outer");
		});
		assertThat(order).containsExactly("outer", "inner");
	}

	@Test
	void failureDoesNotKeepLaterTasksFromRunning() {
		SerialExecutor executor = SerialExecutor.onCallingThread();
		AtomicBoolean ran = new AtomicBoolean();
		assertThatIllegalStateException().isThrownBy(() -> executor.execute(() -> {
			executor.execute(() -> ran.set(true));
			throw new IllegalStateException("broken");
		})).withMessage("broken");
		assertThat(ran).isTrue();
		List<String> later = new ArrayList<>();
		executor.execute(() -> later.add("later"));
		assertThat(later).containsExactly("later");
	}

	@Test
	void rejectionReachesTheSubmitter() {
		AtomicBoolean open = new AtomicBoolean();
		List<String> ran = new ArrayList<>();
		SerialExecutor executor = new SerialExecutor((task) -> {
			if (!open.get()) {
				throw new RejectedExecutionException("closed");
			}
			task.run();
		});
		assertThatThrownBy(() -> executor.execute(() -> ran.add("first")))
			.isInstanceOf(RejectedExecutionException.class);
		open.set(true);
		executor.execute(() -> ran.add("second"));
		assertThat(ran).containsExactly("second");
	}

}
