package io.github.openairun.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.observation.RunObservationDocumentation.DriveLowCardinalityKeys;

/**
 * What is measured besides the durations of the observations.
 */
public enum RunMeterDocumentation implements MeterDocumentation {

	/** How many tokens a drive has used. */
	TOKEN_USAGE("gen_ai.client.token.usage", Meter.Type.DISTRIBUTION_SUMMARY, "tokens") {

		@Override
		public KeyName[] getKeyNames() {
			return KeyName.merge(DRIVE_KEYS, new KeyName[] { DriveLowCardinalityKeys.RESPONSE_MODEL, TOKEN_TYPE });
		}

	},

	/** How many times outputs were submitted in a drive. */
	ROUNDS("openai.run.rounds", Meter.Type.DISTRIBUTION_SUMMARY, "rounds"),

	/** How many times a drive has looked at its run. */
	POLLS("openai.run.polls", Meter.Type.DISTRIBUTION_SUMMARY, "polls"),

	/** How long a run has been in a status during a drive. */
	STATUS_TIME("openai.run.status.time", Meter.Type.TIMER, null) {

		@Override
		public KeyName[] getKeyNames() {
			return KeyName.merge(DRIVE_KEYS, new KeyName[] { DriveLowCardinalityKeys.STATUS });
		}

	},

	/** How many runs are driven. */
	ACTIVE("openai.run.active", Meter.Type.GAUGE, "runs") {

		@Override
		public KeyName[] getKeyNames() {
			return MeterDocumentation.EMPTY;
		}

	},

	/** How many runs wait for their turn. */
	QUEUED("openai.run.queued", Meter.Type.GAUGE, "runs") {

		@Override
		public KeyName[] getKeyNames() {
			return MeterDocumentation.EMPTY;
		}

	};

	static final KeyName TOKEN_TYPE = () -> "gen_ai.token.type";

	private static final KeyName[] DRIVE_KEYS = { DriveLowCardinalityKeys.OPERATION_NAME,
			DriveLowCardinalityKeys.PROVIDER_NAME, DriveLowCardinalityKeys.AGENT_NAME,
			DriveLowCardinalityKeys.REQUEST_MODEL };

	private final String name;

	private final Meter.Type type;

	private final @Nullable String unit;

	RunMeterDocumentation(String name, Meter.Type type, @Nullable String unit) {
		this.name = name;
		this.type = type;
		this.unit = unit;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.unit;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return DRIVE_KEYS.clone();
	}

}
