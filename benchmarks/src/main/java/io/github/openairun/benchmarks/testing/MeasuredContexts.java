package io.github.openairun.benchmarks.testing;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

import io.github.openairun.RunOperations;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.simulator.OpenAiSimulator;

/**
 * The tests whose contexts are started.
 */
final class MeasuredContexts {

	private MeasuredContexts() {
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "openai.api-key=none")
	static class Empty {

	}

	@OpenAiRunTest(tools = CityTools.class,
			properties = { "openai.run.assistants.support.model=any", "openai.run.assistants.support.tools=*" })
	@ContextConfiguration(classes = Application.class)
	static class Slice {

		@Autowired
		OpenAiSimulator simulator;

		@Autowired
		RunOperations runs;

		Slice() {
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
