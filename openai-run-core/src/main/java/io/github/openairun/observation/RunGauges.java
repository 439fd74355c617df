package io.github.openairun.observation;

import java.util.function.IntSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges for the runs in progress and in the queue.
 */
public final class RunGauges implements MeterBinder {

	private final IntSupplier active;

	private final IntSupplier queued;

	/**
	 * Create gauges.
	 * @param active returns the number of runs in progress
	 * @param queued returns the number of runs in the queue
	 */
	public RunGauges(IntSupplier active, IntSupplier queued) {
		this.active = active;
		this.queued = queued;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		register(RunMeterDocumentation.ACTIVE, this.active, registry);
		register(RunMeterDocumentation.QUEUED, this.queued, registry);
	}

	private static void register(RunMeterDocumentation meter, IntSupplier value, MeterRegistry registry) {
		Gauge.builder(meter.getName(), value::getAsInt).baseUnit(meter.getBaseUnit()).register(registry);
	}

}
