package io.github.openairun.actuate;

import java.util.Locale;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.util.Assert;

import io.github.openairun.jdbc.DurableRun;
import io.github.openairun.jdbc.DurableRunStatistics;

/**
 * Health indicator that is down if durable runs are overdue and none makes progress.
 *
 * @since 0.1.0
 */
public class DurableRunsHealthIndicator extends AbstractHealthIndicator {

	private final DurableRunStatistics statistics;

	/**
	 * Create an indicator.
	 * @param statistics the numbers of all nodes
	 */
	public DurableRunsHealthIndicator(DurableRunStatistics statistics) {
		super("The durable runs cannot be counted");
		Assert.notNull(statistics, "'statistics' must not be null");
		this.statistics = statistics;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		for (DurableRun.State state : new DurableRun.State[] { DurableRun.State.SCHEDULED, DurableRun.State.RUNNING,
				DurableRun.State.SUSPENDED }) {
			builder.withDetail(state.name().toLowerCase(Locale.ROOT), this.statistics.count(state));
		}
		builder.withDetail("overdue", this.statistics.overdue());
		if (this.statistics.isStuck()) {
			builder.down();
		}
		else {
			builder.up();
		}
	}

}
