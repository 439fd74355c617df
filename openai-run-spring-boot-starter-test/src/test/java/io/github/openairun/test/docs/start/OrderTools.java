package io.github.openairun.test.docs.start;

import org.springframework.stereotype.Component;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

@Component
class OrderTools {

	@ToolHandler(description = "Finds an order by its number")
	Order findOrder(@ToolParam(description = "Order number, digits only") String number) {
		return new Order(number, "shipped");
	}

	record Order(String number, String status) {
	}

}
