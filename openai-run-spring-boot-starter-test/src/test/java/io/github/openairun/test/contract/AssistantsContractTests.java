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

}
