package io.github.openairun.test.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.openairun.Delivery;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;

/**
 * Handlers of each delivery. They are those of all processes, so each call is noted, in
 * whatever process.
 */
final class RecordedTools {

	/** The work of the transaction of an exactly-once handler. */
	static final ThreadLocal<List<String>> TRANSACTION = new ThreadLocal<>();

	private final List<Invocation> invocations = new CopyOnWriteArrayList<>();

	@ToolHandler(description = "Sends a letter")
	String send(String number, ToolContext context) {
		note("send " + number, context);
		return "sent " + number;
	}

	@ToolHandler(description = "Looks something up", delivery = Delivery.AT_LEAST_ONCE)
	String lookUp(String number, ToolContext context) {
		note("lookUp " + number, context);
		return "found " + number;
	}

	@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
	String book(String number, ToolContext context) {
		note("book " + number, context);
		TRANSACTION.get().add("book " + number);
		return "booked " + number;
	}

	private void note(String text, ToolContext context) {
		this.invocations.add(new Invocation(context.run().threadId(), text));
	}

	List<String> invocations() {
		return this.invocations.stream().map(Invocation::text).toList();
	}

	/** Return how often a handler was called with an argument. */
	long count(String invocation) {
		return invocations().stream().filter(invocation::equals).count();
	}

	/**
	 * Return how often a handler was called with an argument on a thread. A process that
	 * was killed may still call the handlers of its run while the next one is tested.
	 */
	long count(String threadId, String invocation) {
		return this.invocations.stream().filter(new Invocation(threadId, invocation)::equals).count();
	}

	private record Invocation(String threadId, String text) {
	}

}
