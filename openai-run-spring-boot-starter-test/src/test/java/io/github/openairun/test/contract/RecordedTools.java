package io.github.openairun.test.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.openairun.Delivery;
import io.github.openairun.ToolHandler;

/**
 * Handlers of each delivery. They are those of all processes, so each call is noted, in
 * whatever process.
 */
final class RecordedTools {

	/** The work of the transaction of an exactly-once handler. */
	static final ThreadLocal<List<String>> TRANSACTION = new ThreadLocal<>();

	private final List<String> invocations = new CopyOnWriteArrayList<>();

	@ToolHandler(description = "Sends a letter")
	String send(String number) {
		this.invocations.add("send " + number);
		return "sent " + number;
	}

	@ToolHandler(description = "Looks something up", delivery = Delivery.AT_LEAST_ONCE)
	String lookUp(String number) {
		this.invocations.add("lookUp " + number);
		return "found " + number;
	}

	@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
	String book(String number) {
		this.invocations.add("book " + number);
		TRANSACTION.get().add("book " + number);
		return "booked " + number;
	}

	/** Forget the calls so far. */
	void begin() {
		this.invocations.clear();
	}

	List<String> invocations() {
		return List.copyOf(this.invocations);
	}

	/** Return how often a handler was called with an argument. */
	long count(String invocation) {
		return this.invocations.stream().filter(invocation::equals).count();
	}

}
