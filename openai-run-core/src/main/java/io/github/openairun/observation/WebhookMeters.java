package io.github.openairun.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the requests to the endpoint of webhooks by their outcome.
 *
 * @since 0.1.0
 */
public final class WebhookMeters {

	private final MeterRegistry registry;

	/**
	 * Create meters.
	 * @param registry has them
	 */
	public WebhookMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Count a request.
	 * @param outcome the outcome, one of a few fixed texts
	 */
	public void count(String outcome) {
		RunMeterDocumentation meter = RunMeterDocumentation.WEBHOOK_REQUESTS;
		Counter.builder(meter.getName())
			.baseUnit(meter.getBaseUnit())
			.tag(meter.getKeyNames()[0].asString(), outcome)
			.register(this.registry)
			.increment();
	}

}
