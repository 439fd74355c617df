package io.github.openairun.test.docs;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.openairun.RunOperations;
import io.github.openairun.test.AutoConfigureOpenAiSimulator;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureOpenAiSimulator
class SimulatorInApplicationExamplesTests {

	@Autowired
	OpenAiSimulator simulator;

	@Autowired
	RunOperations runs;

	@Test
	void replies() {
		this.simulator.when(message().contains("Hello")).reply("Good morning");
		assertThat(this.runs.execute("support", "Hello").text()).isEqualTo("Good morning");
	}

}
