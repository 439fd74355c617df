package io.github.openairun.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.observation.RunObservationDocumentation.DriveLowCardinalityKeys;

/**
 * Documentation of the meters besides the timers of the observations.
 *
 * @since 0.1.0
 */
public enum RunMeterDocumentation implements MeterDocumentation {

	/** The tokens that a drive has used. */
	TOKEN_USAGE("gen_ai.client.token.usage", Meter.Type.DISTRIBUTION_SUMMARY, "tokens") {

		@Override
		public KeyName[] getKeyNames() {
			return KeyName.merge(DRIVE_KEYS, new KeyName[] { DriveLowCardinalityKeys.RESPONSE_MODEL, TOKEN_TYPE });
		}

	},

	/** The submissions of tool outputs in a drive. */
	ROUNDS("openai.run.rounds", Meter.Type.DISTRIBUTION_SUMMARY, "rounds"),

	/** The polls of a drive. */
	POLLS("openai.run.polls", Meter.Type.DISTRIBUTION_SUMMARY, "polls"),

	/** The time that a run has spent in a status during a drive. */
	STATUS_TIME("openai.run.status.time", Meter.Type.TIMER, null) {

		@Override
		public KeyName[] getKeyNames() {
			return KeyName.merge(DRIVE_KEYS, new KeyName[] { DriveLowCardinalityKeys.STATUS });
		}

	},

	/** The runs in progress. */
	ACTIVE("openai.run.active", Meter.Type.GAUGE, "runs") {

		@Override
		public KeyName[] getKeyNames() {
			return MeterDocumentation.EMPTY;
		}

	},

	/** The runs in the queue. */
	QUEUED("openai.run.queued", Meter.Type.GAUGE, "runs") {

		@Override
		public KeyName[] getKeyNames() {
			return MeterDocumentation.EMPTY;
		}

	},

	/** The tool calls that wait for persons or other systems. */
	WAITING_CALLS("openai.run.waiting.calls", Meter.Type.GAUGE, "calls") {

		@Override
		public KeyName[] getKeyNames() {
			return MeterDocumentation.EMPTY;
		}

	},

	/** The requests to the endpoint of webhooks. */
	WEBHOOK_REQUESTS("openai.webhook.requests", Meter.Type.COUNTER, "requests") {

		@Override
		public KeyName[] getKeyNames() {
			return KeyName.merge(new KeyName[] { DriveLowCardinalityKeys.OUTCOME });
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
