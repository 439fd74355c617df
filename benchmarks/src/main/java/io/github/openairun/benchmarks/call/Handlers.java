package io.github.openairun.benchmarks.call;

import java.util.List;

import io.github.openairun.ToolHandler;

/**
 * The handlers that every contender calls. They do next to nothing, so that what remains
 * is the cost of the call.
 */
public class Handlers {

	/** Two parameters, one of them an enum, and a text as the result. */
	@ToolHandler(description = "The temperature in a city")
	public String temperature(String city, Unit unit) {
		return (unit == Unit.CELSIUS && !city.isEmpty()) ? "18 degrees" : "64 degrees";
	}

	/** A record with records in a list, and a record as the result. */
	@ToolHandler(description = "Places an order")
	public Receipt placeOrder(Order order) {
		List<Line> lines = order.lines();
		return new Receipt("R-2041", order.customer(), lines.size(), lines.get(0).price(), true);
	}

	/** No parameters, and a record as the result. */
	@ToolHandler(description = "Tells whether the shop is open")
	public Opening opening() {
		return new Opening(true, 9, 18);
	}

	/** A unit of temperature. */
	public enum Unit {

		/** Degrees Celsius. */
		CELSIUS,

		/** Degrees Fahrenheit. */
		FAHRENHEIT

	}

	/** An order. */
	public record Order(String customer, String currency, boolean express, List<Line> lines) {
	}

	/** A line of an order. */
	public record Line(String sku, int quantity, double price, Unit storage) {
	}

	/** What placing an order returns. */
	public record Receipt(String id, String customer, int lines, double total, boolean confirmed) {
	}

	/** When the shop is open, in hours of the day. */
	public record Opening(boolean open, int from, int to) {
	}

}
