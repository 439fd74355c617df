package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Wire;

/**
 * Repeats what the contract says about driving runs with runs that are driven in the
 * background.
 */
class BackgroundContractTests {

	@Nested
	@Varied(background = true)
	class OnAssistants {

		@Nested
		class Executions extends AbstractExecutionContractTests {

			Executions() {
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
		class Tenants extends AbstractTenantContractTests {

			Tenants() {
				super(Wire.ASSISTANTS);
			}

		}

		@Nested
		class LostAnswers extends AbstractLostAnswerContractTests {

			LostAnswers() {
				super(Wire.ASSISTANTS);
			}

		}

	}

	@Nested
	@Varied(background = true)
	class OnResponses {

		@Nested
		class Executions extends AbstractExecutionContractTests {

			Executions() {
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
		class Tenants extends AbstractTenantContractTests {

			Tenants() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class LostAnswers extends AbstractLostAnswerContractTests {

			LostAnswers() {
				super(Wire.RESPONSES);
			}

		}

	}

}
