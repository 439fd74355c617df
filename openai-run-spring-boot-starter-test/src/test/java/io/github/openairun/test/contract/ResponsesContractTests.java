package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Wire;

/**
 * Runs the contract against wire {@code responses}.
 */
class ResponsesContractTests {

	@Nested
	class Runs extends AbstractRunContractTests {

		Runs() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class ToolOutputs extends AbstractToolOutputContractTests {

		ToolOutputs() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Threads extends AbstractThreadContractTests {

		Threads() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Assistants extends AbstractAssistantContractTests {

		Assistants() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Executions extends AbstractExecutionContractTests {

		Executions() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Limits extends AbstractLimitContractTests {

		Limits() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Instances extends AbstractInstanceContractTests {

		Instances() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Endings extends AbstractEndingContractTests {

		Endings() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Failures extends AbstractFailureContractTests {

		Failures() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Differences extends AbstractDifferenceContractTests {

		Differences() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class LostAnswers extends AbstractLostAnswerContractTests {

		LostAnswers() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Tenants extends AbstractTenantContractTests {

		Tenants() {
			super(Wire.RESPONSES);
		}

	}

}
