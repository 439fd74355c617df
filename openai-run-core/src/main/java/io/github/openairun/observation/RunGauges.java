package io.github.openairun.observation;

import java.util.function.IntSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges for the runs in progress and in the queue.
 *
 * @since 0.1.0
 */
public final class RunGauges implements MeterBinder {

	private final IntSupplier active;

	private final IntSupplier queued;

	private final IntSupplier waitingCalls;

	/**
	 * Create gauges.
	 * @param active returns the number of runs in progress
	 * @param queued returns the number of runs in the queue
	 * @param waitingCalls returns the number of tool calls that wait for persons or other
	 * systems
	 */
	public RunGauges(IntSupplier active, IntSupplier queued, IntSupplier waitingCalls) {
		this.active = active;
		this.queued = queued;
		this.waitingCalls = waitingCalls;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		register(RunMeterDocumentation.ACTIVE, this.active, registry);
		register(RunMeterDocumentation.QUEUED, this.queued, registry);
		register(RunMeterDocumentation.WAITING_CALLS, this.waitingCalls, registry);
	}

	private static void register(RunMeterDocumentation meter, IntSupplier value, MeterRegistry registry) {
		Gauge.builder(meter.getName(), value::getAsInt).baseUnit(meter.getBaseUnit()).register(registry);
	}

}
