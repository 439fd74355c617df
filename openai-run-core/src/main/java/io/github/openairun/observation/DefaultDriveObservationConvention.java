package io.github.openairun.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.RunUsage;
import io.github.openairun.observation.RunObservationDocumentation.DriveHighCardinalityKeys;
import io.github.openairun.observation.RunObservationDocumentation.DriveLowCardinalityKeys;
import io.github.openairun.support.LogText;

/**
 * Default {@link DriveObservationConvention}, which follows OpenTelemetry's semantic
 * conventions for the invocation of an agent.
 *
 * @since 0.1.0
 */
public class DefaultDriveObservationConvention implements DriveObservationConvention {

	static final DefaultDriveObservationConvention INSTANCE = new DefaultDriveObservationConvention();

	private static final String OPERATION = "invoke_agent";

	@Override
	public String getName() {
		return "gen_ai.invoke_agent.duration";
	}

	@Override
	public String getContextualName(DriveObservationContext context) {
		String name = context.agentName();
		return (name != null) ? OPERATION + " " + name : OPERATION;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DriveObservationContext context) {
		Run run = context.run();
		return KeyValues.of(DriveLowCardinalityKeys.OPERATION_NAME.withValue(OPERATION),
				DriveLowCardinalityKeys.PROVIDER_NAME.withValue(context.provider()),
				orNone(DriveLowCardinalityKeys.AGENT_NAME, context.agentName()),
				orNone(DriveLowCardinalityKeys.REQUEST_MODEL, context.requestModel()),
				orNone(DriveLowCardinalityKeys.RESPONSE_MODEL, (run != null) ? run.model() : null),
				DriveLowCardinalityKeys.WIRE.withValue(context.wire()),
				DriveLowCardinalityKeys.STATUS.withValue(context.status()),
				DriveLowCardinalityKeys.OUTCOME.withValue(context.outcome()),
				DriveLowCardinalityKeys.ERROR_TYPE.withValue(context.errorType()));
	}

	private static KeyValue orNone(KeyName key, @Nullable String value) {
		return key.withValue((value != null) ? LogText.of(value) : DriveObservationContext.NONE);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DriveObservationContext context) {
		KeyValues values = KeyValues.of(DriveHighCardinalityKeys.ROUNDS.withValue(String.valueOf(context.rounds())),
				DriveHighCardinalityKeys.POLLS.withValue(String.valueOf(context.polls())));
		values = id(values, DriveHighCardinalityKeys.AGENT_ID, context.agentId());
		values = id(values, DriveHighCardinalityKeys.CONVERSATION_ID, context.threadId());
		values = with(values, DriveHighCardinalityKeys.OUTPUT, context.output());
		RunUsage usage = context.usage();
		if (usage != null) {
			values = values.and(DriveHighCardinalityKeys.INPUT_TOKENS.withValue(String.valueOf(usage.promptTokens())),
					DriveHighCardinalityKeys.OUTPUT_TOKENS.withValue(String.valueOf(usage.completionTokens())));
		}
		Run run = context.run();
		if (run == null) {
			return values;
		}
		values = id(values, DriveHighCardinalityKeys.RUN_ID, run.id());
		values = id(values, DriveHighCardinalityKeys.RESPONSE_ID, context.responseId());
		return id(values, DriveHighCardinalityKeys.ERROR_CODE,
				(run.lastError() != null) ? run.lastError().code() : null);
	}

	/** Add an id or code of the server, whose size the server does not choose. */
	private static KeyValues id(KeyValues values, KeyName key, @Nullable String value) {
		return with(values, key, (value != null) ? LogText.of(value) : null);
	}

	private static KeyValues with(KeyValues values, KeyName key, @Nullable String value) {
		return (value != null) ? values.and(key.withValue(value)) : values;
	}

}
