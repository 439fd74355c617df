package io.github.openairun.test.docs.start;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.openairun.RunOperations;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

@OpenAiRunTest(tools = OrderTools.class)
class OrderToolsTests {

	@Test
	void findsAnOrder(@Autowired OpenAiSimulator simulator, @Autowired RunOperations runs) {
		simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		assertThat(runs.execute("support", "Where is order 17?").text()).isEqualTo("Shipped");
		assertThat(simulator).lastRun().calledTool("findOrder");
	}

}
