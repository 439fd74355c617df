package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.support.Timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SimulatedTimeTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final SimulatedTime time = new SimulatedTime(Clock.fixed(START, ZoneOffset.UTC));

	private final List<String> events = new ArrayList<>();

	@Test
	void jumpsOverWaits() throws InterruptedException {
		pause(Duration.ofMinutes(10));
		this.time.schedule(() -> this.events.add("task"), Duration.ofMinutes(1));
		assertThat(this.events).containsExactly("task");
		assertThat(this.time.instant()).isEqualTo(START.plus(Duration.ofMinutes(11)));
		assertThat(this.time.withZone(ZoneId.of("Europe/Oslo")).instant()).isEqualTo(this.time.instant());
	}

	@Test
	void schedulerJumpsOverPausesButNotOverTimeouts() throws InterruptedException {
		TaskScheduler scheduler = this.time.taskScheduler();
		ScheduledFuture<?> timeout = Timing.timeout(scheduler, Duration.ofMinutes(1), () -> this.events.add("timeout"));
		Timing.pause(scheduler, Duration.ofMinutes(10));
		assertThat(this.time.instant()).isEqualTo(START.plus(Duration.ofMinutes(10)));
		assertThat(timeout.isDone()).isFalse();
		assertThat(timeout.cancel(false)).isTrue();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.events).isEmpty();
	}

	@Test
	void standsStillOnceStoppedUntilItIsAdvanced() {
		this.time.stopAt(START);
		this.time.schedule(() -> this.events.add("second"), Duration.ofSeconds(2));
		this.time.schedule(() -> this.events.add("first"), Duration.ofSeconds(1));
		assertThat(this.events).isEmpty();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.events).containsExactly("first");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.events).containsExactly("first", "second");
	}

	@Test
	void tellsThoseWhomItWakesTheTimeThatItWasAdvancedTo() {
		this.time.stopAt(START);
		this.time.schedule(() -> this.events.add("woken " + this.time.instant()), Duration.ofSeconds(1));
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.events).containsExactly("woken 2026-01-01T00:10:00Z");
	}

	@Test
	void endsAPauseWhoseTimeHasCome() {
		this.time.stop();
		CompletableFuture<Void> pause = CompletableFuture.runAsync(this::pauseForASecond);
		this.time.awaitWaiting();
		assertThat(pause).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(pause).succeedsWithin(Duration.ofSeconds(5));
	}

	@Test
	void letsEverybodyGoOnOnceItRunsAgain() {
		this.time.stop();
		CompletableFuture<Void> pause = CompletableFuture.runAsync(this::pauseForASecond);
		this.time.awaitWaiting();
		this.time.schedule(() -> this.events.add("task"), Duration.ofSeconds(3));
		this.time.resume();
		assertThat(pause).succeedsWithin(Duration.ofSeconds(5));
		assertThat(this.events).containsExactly("task");
		assertThat(this.time.instant()).isEqualTo(START.plusSeconds(3));
	}

	@Test
	void endsAPauseByAnInterrupt() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pause(Duration.ofSeconds(1)));
		assertThat(this.time.instant()).isEqualTo(START);
	}

	@Test
	void doesNotJumpOverTheTimeOfWork() throws InterruptedException {
		this.time.limit(() -> this.events.add("limit " + this.time.instant()), Duration.ofMinutes(5));
		pause(Duration.ofMinutes(10));
		this.time.stopAt(START);
		assertThat(this.events).isEmpty();
		this.time.advance(Duration.ofMinutes(4));
		assertThat(this.events).isEmpty();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.events).containsExactly("limit 2026-01-01T00:05:00Z");
	}

	@Test
	void forgetsTheTimeOfWorkThatIsDone() {
		ScheduledFuture<?> done = Timing.timeout(this.time.taskScheduler(), Duration.ofMinutes(5),
				() -> this.events.add("limit"));
		this.time.jumpTo(START.plus(Duration.ofMinutes(1)));
		done.cancel(false);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.events).isEmpty();
	}

	@Test
	void givesStreamsTimeToArrive() {
		CompletableFuture<String> looked = new CompletableFuture<>();
		Timing.timeout(this.time.taskScheduler(), Duration.ofMinutes(1),
				() -> looked.complete(Thread.currentThread().getName()));
		this.time.advance(Duration.ofMinutes(1));
		assertThat(looked).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("openai-simulator-time");
	}

	@Test
	void limitsComeInRealTime() {
		SimulatedTime real = new SimulatedTime(Clock.systemUTC());
		CompletableFuture<Void> limit = new CompletableFuture<>();
		Timing.timeout(real.taskScheduler(), Duration.ofMillis(20), () -> limit.complete(null));
		assertThat(limit).succeedsWithin(Duration.ofSeconds(5));
	}

	@Test
	void limitsComeInRealTimeOnceTimeRunsAgain() {
		SimulatedTime real = new SimulatedTime(Clock.systemUTC());
		CompletableFuture<Void> limit = new CompletableFuture<>();
		real.stop();
		Timing.timeout(real.taskScheduler(), Duration.ofMillis(20), () -> limit.complete(null));
		real.resume();
		assertThat(limit).succeedsWithin(Duration.ofSeconds(5));
	}

	private void pause(Duration duration) throws InterruptedException {
		Timing.pause(this.time.taskScheduler(), duration);
	}

	private void pauseForASecond() {
		try {
			pause(Duration.ofSeconds(1));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
