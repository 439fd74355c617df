package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock in another time zone.
 */
final class ZonedTime extends Clock {

	private final Clock clock;

	private final ZoneId zone;

	ZonedTime(Clock clock, ZoneId zone) {
		this.clock = clock;
		this.zone = zone;
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	@Override
	public Clock withZone(ZoneId other) {
		return new ZonedTime(this.clock, other);
	}

	@Override
	public Instant instant() {
		return this.clock.instant();
	}

}
