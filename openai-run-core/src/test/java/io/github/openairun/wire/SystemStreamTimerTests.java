package io.github.openairun.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SystemStreamTimer}.
 */
@Timeout(30)
class SystemStreamTimerTests {

	private final SystemStreamTimer timer = new SystemStreamTimer();

	private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

	@AfterEach
	void close() {
		this.timer.close();
	}

	@Test
	void doesWhatIsDueFirstFirst() throws Exception {
		schedule("last", Duration.ofMillis(60));
		schedule("first", Duration.ofMillis(20));
		schedule("second", Duration.ofMillis(40));
		assertThat(List.of(take(), take(), take())).containsExactly("first", "second", "last");
	}

	@Test
	void doesNothingBeforeItsTime() throws Exception {
		long begin = this.timer.nanoTime();
		schedule("later", Duration.ofMillis(50));
		schedule("now", Duration.ofMillis(-1));
		assertThat(take()).isEqualTo("now");
		assertThat(take()).isEqualTo("later");
		assertThat(this.timer.nanoTime() - begin).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
	}

	@Test
	void doesNotWhatIsTakenBackAndGoesOnWithTheRest() throws Exception {
		Runnable forget = schedule("forgotten", Duration.ofMillis(10));
		schedule("kept", Duration.ofMillis(30));
		forget.run();
		assertThat(take()).isEqualTo("kept");
		schedule("afterwards", Duration.ofMillis(10));
		assertThat(take()).isEqualTo("afterwards");
		assertThat(this.done).isEmpty();
	}

	@Test
	void takesTasksOfTasksAndSurvivesThoseThatFail() throws Exception {
		this.timer.schedule(() -> {
			schedule("nested", Duration.ZERO);
			throw new IllegalStateException("of a task");
		}, Duration.ofMillis(10));
		assertThat(take()).isEqualTo("nested");
	}

	@Test
	void waitsForWhatIsFarAway() throws Exception {
		schedule("in a million years", Duration.ofDays(365_000_000));
		schedule("soon", Duration.ofMillis(10));
		assertThat(take()).isEqualTo("soon");
		assertThat(this.done).isEmpty();
	}

	@Test
	void losesNothingOfWhatManyThreadsGiveIt() throws Exception {
		CountDownLatch left = new CountDownLatch(4 * 500);
		List<Thread> clients = List.of(client(left), client(left), client(left), client(left));
		clients.forEach(Thread::start);
		assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private Thread client(CountDownLatch left) {
		return new Thread(() -> {
			for (int i = 0; i < 500; i++) {
				this.timer.schedule(left::countDown, Duration.ofNanos(i * 7919L % 2_000_000));
				this.timer.schedule(left::countDown, Duration.ofMinutes(1)).run();
			}
		});
	}

	private Runnable schedule(String name, Duration delay) {
		return this.timer.schedule(() -> this.done.add(name), delay);
	}

	private String take() throws InterruptedException {
		String name = this.done.poll(10, TimeUnit.SECONDS);
		assertThat(name).as("done in time").isNotNull();
		return name;
	}

}
