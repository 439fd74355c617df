package io.github.openairun.samples.quickstart;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.springframework.stereotype.Component;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

/**
 * What the support assistant may do: each method is exposed to the model as a tool.
 */
@Component
class OrderTools {

	@ToolHandler(description = "Finds an order by its number")
	Order findOrder(@ToolParam(description = "Order number, digits only") String number) {
		return new Order(number, "shipped", LocalDate.of(2026, 11, 20));
	}

	@ToolHandler(description = "Quotes what a customer gets back for something that is returned")
	Quote quoteRefund(@ToolParam(description = "What is returned") Item item, Reason reason) {
		BigDecimal price = new BigDecimal("49.90").multiply(BigDecimal.valueOf(item.quantity()));
		return switch (reason) {
			case DAMAGED, WRONG_ITEM -> new Quote(price, "We pay the return");
			case NOT_WANTED -> new Quote(price.subtract(new BigDecimal("4.90")), "Less the return");
		};
	}

	record Order(String number, String status, LocalDate shippedOn) {
	}

	record Item(String article, int quantity) {
	}

	record Quote(BigDecimal amount, String terms) {
	}

	enum Reason {

		DAMAGED, WRONG_ITEM, NOT_WANTED

	}

}
