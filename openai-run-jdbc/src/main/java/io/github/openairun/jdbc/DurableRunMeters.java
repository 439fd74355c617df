package io.github.openairun.jdbc;

import java.util.Locale;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.util.Assert;

/**
 * Gauges of durable runs: {@code openai.run.durable} with the tag {@code state}, the same
 * on every node, and {@code openai.run.durable.active}, the drives of this node.
 *
 * @since 0.1.0
 */
public final class DurableRunMeters implements MeterBinder {

	/** The name of the gauges of all nodes. */
	public static final String DURABLE = "openai.run.durable";

	/** The name of the gauge of this node. */
	public static final String ACTIVE = "openai.run.durable.active";

	private final DurableRunStatistics statistics;

	private final DurableRunWorker worker;

	/**
	 * Create the gauges.
	 * @param statistics the numbers of all nodes
	 * @param worker the drives of this node
	 */
	public DurableRunMeters(DurableRunStatistics statistics, DurableRunWorker worker) {
		Assert.notNull(statistics, "'statistics' must not be null");
		Assert.notNull(worker, "'worker' must not be null");
		this.statistics = statistics;
		this.worker = worker;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (DurableRun.State state : DurableRun.State.values()) {
			if (!state.isFinal()) {
				Gauge.builder(DURABLE, this.statistics, (statistics) -> statistics.count(state))
					.tag("state", state.name().toLowerCase(Locale.ROOT))
					.description("Durable runs that have not ended, of all nodes")
					.register(registry);
			}
		}
		Gauge.builder(DURABLE, this.statistics, DurableRunStatistics::overdue)
			.tag("state", "overdue")
			.description("Durable runs that have not ended, of all nodes")
			.register(registry);
		Gauge.builder(ACTIVE, this.worker, DurableRunWorker::activeDrives)
			.description("Durable runs that this node executes")
			.register(registry);
	}

}
