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
 * {@link HealthIndicator} that sends a request without costs to the server, at most once
 * a minute.
 *
 * @since 0.1.0
 */
public final class RunServerHealthIndicator implements HealthIndicator {

	private static final Duration KEPT = Duration.ofMinutes(1);

	private final Probe probe;

	private final Clock clock;

	private @Nullable Health health;

	private Instant askedAt = Instant.MIN;

	/**
	 * Create an indicator.
	 * @param probe sends the request
	 * @param clock the clock
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
	 * Messages of errors are omitted, because they may quote the server.
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
	 * Sends a request to the server.
	 */
	@FunctionalInterface
	public interface Probe {

		/**
		 * Send a request that spends no token.
		 * @return whether the response proves that the server works; {@code false} if the
		 * server responded but does not serve the request
		 * @throws RuntimeException if the server cannot be reached or rejects the request
		 */
		boolean ask();

	}

}
