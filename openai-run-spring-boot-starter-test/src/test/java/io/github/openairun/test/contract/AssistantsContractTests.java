package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Wire;

/**
 * Runs the contract against wire {@code assistants}.
 */
class AssistantsContractTests {

	@Nested
	class Runs extends AbstractRunContractTests {

		Runs() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class ToolOutputs extends AbstractToolOutputContractTests {

		ToolOutputs() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Threads extends AbstractThreadContractTests {

		Threads() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Assistants extends AbstractAssistantContractTests {

		Assistants() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Executions extends AbstractExecutionContractTests {

		Executions() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Approvals extends AbstractApprovalContractTests {

		Approvals() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class RemoteApprovals extends AbstractRemoteApprovalContractTests {

		RemoteApprovals() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Reviews extends AbstractReviewContractTests {

		Reviews() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Suspensions extends AbstractSuspensionContractTests {

		Suspensions() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Limits extends AbstractLimitContractTests {

		Limits() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Instances extends AbstractInstanceContractTests {

		Instances() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class KilledProcesses extends AbstractKilledProcessContractTests {

		KilledProcesses() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Recorded extends AbstractRecordedContractTests {

		Recorded() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Endings extends AbstractEndingContractTests {

		Endings() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Failures extends AbstractFailureContractTests {

		Failures() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Differences extends AbstractDifferenceContractTests {

		Differences() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class LostAnswers extends AbstractLostAnswerContractTests {

		LostAnswers() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class Tenants extends AbstractTenantContractTests {

		Tenants() {
			super(Wire.ASSISTANTS);
		}

	}

}
