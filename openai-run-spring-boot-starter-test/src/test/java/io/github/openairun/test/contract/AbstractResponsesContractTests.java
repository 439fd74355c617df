package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Wire;

/**
 * The part of the contract that holds on servers of the Responses API, whoever keeps the
 * threads.
 */
abstract class AbstractResponsesContractTests extends AbstractToolCallContractTests {

	@Nested
	class Runs extends AbstractRunContractTests {

		Runs() {
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
	class KilledProcesses extends AbstractKilledProcessContractTests {

		KilledProcesses() {
			super(Wire.RESPONSES);
		}

	}

	@Nested
	class Recorded extends AbstractRecordedContractTests {

		Recorded() {
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

}
