package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.github.openairun.wire.Sleeper;

/**
 * A clock that moves only while somebody waits on it.
 */
class TestClock extends Clock implements Sleeper {

	final List<Duration> pauses = new ArrayList<>();

	private Instant now = Runs.NOW;

	@Override
	public void sleep(Duration duration) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.pauses.add(duration);
		this.now = this.now.plus(duration);
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
