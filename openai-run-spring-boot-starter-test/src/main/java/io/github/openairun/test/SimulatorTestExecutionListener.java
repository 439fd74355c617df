package io.github.openairun.test;

import java.util.ArrayList;
import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SimulatedTime;

/**
 * Has simulators begin each test afresh, and fails tests that sent messages which no
 * script matched.
 */
class SimulatorTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		context.getBeansOfType(SimulatedTime.class, false, false).values().forEach(SimulatedTime::resume);
		List<String> unmatched = new ArrayList<>();
		for (OpenAiSimulator simulator : context.getBeansOfType(OpenAiSimulator.class, false, false).values()) {
			unmatched.addAll(simulator.unmatched());
			simulator.reset();
		}
		if (!unmatched.isEmpty()) {
			throw new AssertionError(String.join(System.lineSeparator(), unmatched));
		}
	}

}
