package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Wire;

/**
 * The part of the contract on tool calls, on servers of the Responses API.
 */
abstract class AbstractToolCallContractTests {

	@Nested
	class ToolOutputs extends AbstractToolOutputContractTests {

		ToolOutputs() {
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
	class Approvals extends AbstractApprovalContractTests {

		Approvals() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Reviews extends AbstractReviewContractTests {

		Reviews() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Suspensions extends AbstractSuspensionContractTests {

		Suspensions() {
			super(Wire.RESPONSES);
		}

	}

}
