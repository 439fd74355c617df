package io.github.openairun.test.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.scheduling.TaskScheduler;

/**
 * The time of client and server alike, which passes only while somebody waits.
 */
class FakeTime extends Clock {

	private final List<Duration> pauses = new CopyOnWriteArrayList<>();

	private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private volatile Runnable onPause = () -> {
	};

	Runnable schedule(Runnable task, Duration delay) {
		this.onPause.run();
		this.pauses.add(delay);
		pass(delay);
		task.run();
		return () -> {
		};
	}

	/**
	 * Return a scheduler that goes by this time.
	 */
	TaskScheduler taskScheduler() {
		return new FakeTaskScheduler(this);
	}

	/**
	 * Forget what another test did, at the next full hour.
	 */
	void begin() {
		this.pauses.clear();
		this.onPause = () -> {
		};
		this.now = this.now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
	}

	/**
	 * Let time pass without anybody waiting.
	 */
	void pass(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/**
	 * Do something whenever somebody begins to wait.
	 */
	void onPause(Runnable action) {
		this.onPause = action;
	}

	List<Duration> pauses() {
		return List.copyOf(this.pauses);
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
