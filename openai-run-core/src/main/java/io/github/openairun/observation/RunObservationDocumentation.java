package io.github.openairun.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documentation of the observations, with the keys of OpenTelemetry's semantic
 * conventions for generative AI where these exist.
 *
 * @since 0.1.0
 */
public enum RunObservationDocumentation implements ObservationDocumentation {

	/**
	 * One drive of a run, which is one execution of the run loop.
	 */
	DRIVE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultDriveObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return DriveLowCardinalityKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return DriveHighCardinalityKeys.values();
		}

	},

	/**
	 * One tool call.
	 */
	TOOL_CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultToolCallObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return ToolCallLowCardinalityKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return ToolCallHighCardinalityKeys.values();
		}

	};

	/**
	 * Low-cardinality keys of a drive.
	 */
	public enum DriveLowCardinalityKeys implements KeyName {

		OPERATION_NAME("gen_ai.operation.name"),

		PROVIDER_NAME("gen_ai.provider.name"),

		AGENT_NAME("gen_ai.agent.name"),

		REQUEST_MODEL("gen_ai.request.model"),

		RESPONSE_MODEL("gen_ai.response.model"),

		WIRE("openai.run.wire"),

		STATUS("openai.run.status"),

		OUTCOME("outcome"),

		ERROR_TYPE("error.type");

		private final String key;

		DriveLowCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * High-cardinality keys of a drive, for spans only.
	 */
	public enum DriveHighCardinalityKeys implements KeyName {

		AGENT_ID("gen_ai.agent.id"),

		CONVERSATION_ID("gen_ai.conversation.id"),

		RESPONSE_ID("gen_ai.response.id"),

		INPUT_TOKENS("gen_ai.usage.input_tokens"),

		OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		RUN_ID("openai.run.id"),

		ROUNDS("openai.run.rounds"),

		POLLS("openai.run.polls"),

		ERROR_CODE("openai.run.error.code"),

		OUTPUT("openai.run.output");

		private final String key;

		DriveHighCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

		@Override
		public boolean isRequired() {
			return this == ROUNDS || this == POLLS;
		}

	}

	/**
	 * Low-cardinality keys of a tool call.
	 */
	public enum ToolCallLowCardinalityKeys implements KeyName {

		OPERATION_NAME("gen_ai.operation.name"),

		TOOL_NAME("gen_ai.tool.name"),

		TOOL_TYPE("gen_ai.tool.type"),

		OUTCOME("outcome"),

		ERROR_TYPE("error.type");

		private final String key;

		ToolCallLowCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * High-cardinality keys of a tool call, for spans only.
	 */
	public enum ToolCallHighCardinalityKeys implements KeyName {

		CALL_ID("gen_ai.tool.call.id"),

		CONVERSATION_ID("gen_ai.conversation.id"),

		RUN_ID("openai.run.id"),

		ARGUMENTS("gen_ai.tool.call.arguments"),

		RESULT("gen_ai.tool.call.result");

		private final String key;

		ToolCallHighCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

		@Override
		public boolean isRequired() {
			return this != ARGUMENTS && this != RESULT;
		}

	}

}
