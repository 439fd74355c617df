package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Wire;

/**
 * Runs the contract against wire {@code responses}.
 */
class ResponsesContractTests extends AbstractResponsesContractTests {

	@Nested
	class RemoteApprovals extends AbstractRemoteApprovalContractTests {

		RemoteApprovals() {
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
