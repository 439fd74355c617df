package io.github.openairun.test.contract;

import io.github.openairun.test.simulator.Wire;

/**
 * Tests with changed answers on wire {@code assistants}.
 */
class AssistantsMutatedAnswersTests extends AbstractMutatedAnswersTests {

	AssistantsMutatedAnswersTests() {
		super(Wire.ASSISTANTS, "server");
	}

}
