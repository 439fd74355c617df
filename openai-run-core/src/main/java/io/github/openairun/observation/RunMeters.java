package io.github.openairun.observation;

import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import io.github.openairun.RunUsage;

/**
 * Records the meters of a drive at its end: tokens, rounds, polls, and the time in each
 * status.
 *
 * @since 0.1.0
 */
public final class RunMeters implements ObservationHandler<DriveObservationContext> {

	private final MeterRegistry registry;

	/**
	 * Create meters.
	 * @param registry has them
	 */
	public RunMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof DriveObservationContext;
	}

	@Override
	public void onStop(DriveObservationContext context) {
		RunUsage usage = context.usage();
		if (usage != null) {
			record(RunMeterDocumentation.TOKEN_USAGE, context, usage.promptTokens(), "input");
			record(RunMeterDocumentation.TOKEN_USAGE, context, usage.completionTokens(), "output");
		}
		record(RunMeterDocumentation.ROUNDS, context, context.rounds(), "");
		record(RunMeterDocumentation.POLLS, context, context.polls(), "");
		context.statusTimes()
			.forEach((status, time) -> Timer.builder(RunMeterDocumentation.STATUS_TIME.getName())
				.tags(tags(RunMeterDocumentation.STATUS_TIME, context, status.text()))
				.register(this.registry)
				.record(time));
	}

	private void record(RunMeterDocumentation meter, DriveObservationContext context, long value, String own) {
		DistributionSummary.builder(meter.getName())
			.baseUnit(meter.getBaseUnit())
			.tags(tags(meter, context, own))
			.register(this.registry)
			.record(value);
	}

	/**
	 * Return the values of a meter's keys from the convention of the drive; the last one
	 * may belong to the meter itself.
	 */
	private static Tags tags(RunMeterDocumentation meter, DriveObservationContext context, String own) {
		KeyName[] names = meter.getKeyNames();
		KeyName last = names[names.length - 1];
		return Tags.of(Stream.of(names)
			.map((name) -> Tag.of(name.asString(),
					(name == last && !own.isEmpty()) ? own : value(context, name.asString())))
			.toList());
	}

	private static String value(DriveObservationContext context, String name) {
		KeyValue value = context.getLowCardinalityKeyValue(name);
		return (value != null) ? value.getValue() : DriveObservationContext.NONE;
	}

}
