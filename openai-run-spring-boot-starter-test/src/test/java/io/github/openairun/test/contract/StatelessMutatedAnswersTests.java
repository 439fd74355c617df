package io.github.openairun.test.contract;

import io.github.openairun.test.simulator.Wire;

/**
 * Tests with changed answers on wire {@code responses}, on threads that the application
 * keeps.
 */
class StatelessMutatedAnswersTests extends AbstractMutatedAnswersTests {

	StatelessMutatedAnswersTests() {
		super(Wire.RESPONSES, "application");
	}

}
