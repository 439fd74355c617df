package io.github.openairun.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.util.Assert;

import io.github.openairun.ApiException;

/**
 * {@link HealthIndicator} that asks the server something that costs nothing, and at most
 * once a minute.
 */
public final class RunServerHealthIndicator implements HealthIndicator {

	private static final Duration KEPT = Duration.ofMinutes(1);

	private final Probe probe;

	private final Clock clock;

	private @Nullable Health health;

	private Instant askedAt = Instant.MIN;

	/**
	 * Create an indicator.
	 * @param probe asks the server
	 * @param clock tells the time
	 */
	public RunServerHealthIndicator(Probe probe, Clock clock) {
		Assert.notNull(probe, "'probe' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.probe = probe;
		this.clock = clock;
	}

	@Override
	public synchronized Health health() {
		Instant now = this.clock.instant();
		Health health = this.health;
		if (health == null || now.isAfter(this.askedAt.plus(KEPT))) {
			health = ask(now);
			this.health = health;
			this.askedAt = now;
		}
		return health;
	}

	/**
	 * The messages of errors stay out, as they may quote the server.
	 */
	private Health ask(Instant now) {
		Health.Builder health = new Health.Builder().withDetail("askedAt", now.toString());
		try {
			return (this.probe.ask() ? health.up() : health.unknown()).build();
		}
		catch (ApiException ex) {
			return health.down()
				.withDetail("error", ex.getClass().getSimpleName())
				.withDetail("httpStatus", ex.status())
				.build();
		}
		catch (RuntimeException ex) {
			return health.down().withDetail("error", ex.getClass().getSimpleName()).build();
		}
	}

	/**
	 * Asks the server.
	 */
	@FunctionalInterface
	public interface Probe {

		/**
		 * Ask the server something that spends no token.
		 * @return whether it gave an answer that proves it; {@code false} if it answered,
		 * and does not serve what was asked
		 * @throws RuntimeException if the server cannot be reached or refuses
		 */
		boolean ask();

	}

}
