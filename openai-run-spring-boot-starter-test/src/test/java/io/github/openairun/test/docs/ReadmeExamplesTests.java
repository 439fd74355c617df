package io.github.openairun.test.docs;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantOperations;
import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

class ReadmeExamplesTests {

	@Test
	void theFirstHandlerAnswers() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(message().contains("order 17"))
				.call("findOrder", Map.of("number", "17"))
				.reply((outputs) -> outputs.get("findOrder"));
			Application.run(simulator, OrderTools.class, (context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				String reply = runs.execute("support", "Where is order 17?").text();
				assertThat(reply).isEqualTo("{\"number\":\"17\",\"status\":\"shipped\"}");
			});
		}
	}

	@Test
	void anAssistantMayBeABean() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			Application.run(simulator, Sales.class, (context) -> {
				AssistantOperations assistants = context.getBean(AssistantOperations.class);
				assertThat(assistants.load("sales").instructions()).isEqualTo("You sell lamps.");
			});
		}
	}

	@Import(OrderTools.class)
	static class Sales {

		@Bean
		Assistant sales() {
			return Assistant.named("sales")
				.model("gpt-5-mini")
				.instructions("You sell lamps.")
				.tools("findOrder")
				.build();
		}

	}

}

@Component
class OrderTools {

	@ToolHandler(description = "Finds an order by its number")
	Order findOrder(@ToolParam(description = "Order number, digits only") String number) {
		return new Order(number, "shipped");
	}

	record Order(String number, String status) {
	}

}
