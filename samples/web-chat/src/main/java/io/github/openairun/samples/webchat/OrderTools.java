package io.github.openairun.samples.webchat;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.springframework.stereotype.Component;

import io.github.openairun.Approval;
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

	@ToolHandler(description = "Tells on which day a parcel arrives")
	LocalDate estimateArrival(@ToolParam(description = "Order number, digits only") String number) {
		return LocalDate.of(2026, 11, 24);
	}

	@ToolHandler(description = "Refunds an order, if a person approves it", approval = Approval.REQUIRED)
	String refund(@ToolParam(description = "Order number, digits only") String number,
			@ToolParam(description = "Euros to pay back") BigDecimal amount) {
		return "Refunded " + amount + " euros of order " + number;
	}

	record Order(String number, String status, LocalDate shippedOn) {
	}

}
