package io.github.openairun.test.contract;

import io.github.openairun.test.simulator.Wire;

/**
 * Tests with changed answers on wire {@code responses}.
 */
class ResponsesMutatedAnswersTests extends AbstractMutatedAnswersTests {

	ResponsesMutatedAnswersTests() {
		super(Wire.RESPONSES, "server");
	}

}
