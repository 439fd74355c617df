package io.github.openairun.test;

import io.github.openairun.test.simulator.OpenAiSimulator;

/**
 * Changes how the simulator of a test's application context behaves; to be declared as a
 * bean.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OpenAiSimulatorCustomizer {

	/**
	 * Customize the simulator before it is started.
	 * @param builder configures it
	 */
	void customize(OpenAiSimulator.Builder builder);

}
