package io.github.openairun.test.docs;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolParam;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

class ToolExamplesTests {

	@Test
	void aHandlerWithAnEnumAndAnOptional() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(message().contains("Refund"))
				.call("refundOrder", Map.of("number", "17", "reason", "DAMAGED"))
				.reply((outputs) -> outputs.get("refundOrder"));
			Application.run(simulator, Shop.class,
					(context) -> assertThat(
							context.getBean(RunOperations.class).execute("support", "Refund order 17").text())
						.isEqualTo("{\"id\":\"17-DAMAGED\",\"amount\":49.90}"));
		}
	}

	@Test
	void anExceptionThatIsMeantForTheModel() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(message().contains("Cancel"))
				.call("cancelOrder", Map.of("number", "17"))
				.reply((outputs) -> outputs.get("cancelOrder"));
			Application.run(simulator, Shop.class,
					(context) -> assertThat(
							context.getBean(RunOperations.class).execute("support", "Cancel order 17").text())
						.contains("Order 17 has been shipped; offer a return instead"));
		}
	}

	@Test
	void testing() {
		OpenAiSimulator simulator = OpenAiSimulator.start();
		simulator.when(message().contains("order 17"))
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> "Your order: " + outputs.get("findOrder"));
		simulator.assistant("asst_support", (assistant) -> assistant.name("Support"));
		simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.afterActing(500));
		Application.run(simulator, OrderTools.class,
				(context) -> assertThat(
						context.getBean(RunOperations.class).execute("support", "Where is order 17?").text())
					.isEqualTo("Your order: {\"number\":\"17\",\"status\":\"shipped\"}"));
		simulator.close();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ RefundTools.class, CancelTools.class })
	static class Shop {

		@Bean
		Refunds refunds() {
			return (number, reason, amount) -> new RefundTools.Receipt(number + "-" + reason,
					amount.orElse(new BigDecimal("49.90")));
		}

	}

	static class CancelTools {

		@ToolHandler(description = "Cancels an order")
		void cancelOrder(String number) {
			if (isShipped(number)) {
				throw new ToolHandlerException("Order " + number + " has been shipped; offer a return instead");
			}
		}

		private boolean isShipped(String number) {
			return number.equals("17");
		}

	}

}

@Component
class RefundTools {

	private final Refunds refunds;

	RefundTools(Refunds refunds) {
		this.refunds = refunds;
	}

	@ToolHandler(description = "Refunds an order, in full or in part")
	Receipt refundOrder(@ToolParam(description = "Order number, digits only") String number, Reason reason,
			Optional<BigDecimal> amount) {
		return this.refunds.refund(number, reason, amount);
	}

	enum Reason {

		DAMAGED, WRONG_ITEM, NOT_WANTED

	}

	record Receipt(String id, BigDecimal amount) {
	}

}

interface Refunds {

	RefundTools.Receipt refund(String number, RefundTools.Reason reason, Optional<BigDecimal> amount);

}
