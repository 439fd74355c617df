package io.github.openairun.test.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolParam;

/**
 * The handlers that the contract's runs call; each invocation is noted.
 */
class OrderTools {

	static final String SECRET = "the password of the database";

	private final List<String> invocations = new CopyOnWriteArrayList<>();

	private final List<ToolContext> contexts = new CopyOnWriteArrayList<>();

	@ToolHandler(description = "Finds an order by its number")
	Order findOrder(@ToolParam(description = "Order number, digits only") String number, ToolContext context) {
		this.invocations.add("findOrder " + number);
		this.contexts.add(context);
		return new Order(number, "shipped");
	}

	@ToolHandler(description = "Quotes the refund of an order")
	String quoteRefund(String number, Reason reason) {
		this.invocations.add("quoteRefund " + number + " " + reason);
		return "12.50 for " + number;
	}

	@ToolHandler(description = "Fails")
	String explode() {
		this.invocations.add("explode");
		throw new IllegalStateException(SECRET);
	}

	@ToolHandler(description = "Fails and says why")
	String complain() {
		this.invocations.add("complain");
		throw new ToolHandlerException("the warehouse is closed");
	}

	/**
	 * Forget the invocations of another test.
	 */
	void begin() {
		this.invocations.clear();
		this.contexts.clear();
	}

	/**
	 * Return the invocations, each a handler's name with its arguments, in their order.
	 */
	List<String> invocations() {
		return List.copyOf(this.invocations);
	}

	/**
	 * Return what the invocations of {@code findOrder} were given besides the arguments.
	 */
	List<ToolContext> contexts() {
		return List.copyOf(this.contexts);
	}

	record Order(String number, String status) {
	}

	enum Reason {

		DAMAGED, LATE

	}

}
