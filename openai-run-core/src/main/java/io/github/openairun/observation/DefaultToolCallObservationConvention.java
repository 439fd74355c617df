package io.github.openairun.observation;

import io.micrometer.common.KeyValues;

import io.github.openairun.observation.RunObservationDocumentation.ToolCallHighCardinalityKeys;
import io.github.openairun.observation.RunObservationDocumentation.ToolCallLowCardinalityKeys;
import io.github.openairun.support.LogText;

/**
 * Default {@link ToolCallObservationConvention}, which follows OpenTelemetry's semantic
 * conventions for the execution of a tool.
 *
 * @since 0.1.0
 */
public class DefaultToolCallObservationConvention implements ToolCallObservationConvention {

	static final DefaultToolCallObservationConvention INSTANCE = new DefaultToolCallObservationConvention();

	private static final String OPERATION = "execute_tool";

	@Override
	public String getName() {
		return "gen_ai.execute_tool.duration";
	}

	@Override
	public String getContextualName(ToolCallObservationContext context) {
		return OPERATION + " " + context.toolName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ToolCallObservationContext context) {
		return KeyValues.of(ToolCallLowCardinalityKeys.OPERATION_NAME.withValue(OPERATION),
				ToolCallLowCardinalityKeys.TOOL_NAME.withValue(context.toolName()),
				ToolCallLowCardinalityKeys.TOOL_TYPE.withValue("function"),
				ToolCallLowCardinalityKeys.OUTCOME.withValue(context.outcome()),
				ToolCallLowCardinalityKeys.ERROR_TYPE.withValue(context.errorType()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ToolCallObservationContext context) {
		KeyValues values = KeyValues.of(ToolCallHighCardinalityKeys.CALL_ID.withValue(LogText.of(context.callId())),
				ToolCallHighCardinalityKeys.CONVERSATION_ID.withValue(LogText.of(context.run().threadId())),
				ToolCallHighCardinalityKeys.RUN_ID.withValue(LogText.of(context.run().id())));
		String arguments = context.arguments();
		if (arguments != null) {
			values = values.and(ToolCallHighCardinalityKeys.ARGUMENTS.withValue(arguments));
		}
		String output = context.output();
		return (output != null) ? values.and(ToolCallHighCardinalityKeys.RESULT.withValue(output)) : values;
	}

}
