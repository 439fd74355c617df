package io.github.openairun.test.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.openairun.Delivery;
import io.github.openairun.ToolHandler;

/**
 * Handlers of each delivery that throw, and one that works until it is released.
 */
final class FailingTools {

	final CountDownLatch release = new CountDownLatch(1);

	private final List<String> invocations = new CopyOnWriteArrayList<>();

	@ToolHandler(description = "Fails to send a letter")
	String failToSend() {
		throw failure("send");
	}

	@ToolHandler(description = "Fails to look something up", delivery = Delivery.AT_LEAST_ONCE)
	String failToLookUp() {
		throw failure("lookUp");
	}

	@ToolHandler(description = "Fails to book an amount", delivery = Delivery.EXACTLY_ONCE)
	String failToBook() {
		RecordedTools.TRANSACTION.get().add("not booked");
		throw failure("book");
	}

	private IllegalStateException failure(String invocation) {
		this.invocations.add(invocation);
		return new IllegalStateException("Out of order");
	}

	@ToolHandler(description = "Works for long", delivery = Delivery.AT_LEAST_ONCE)
	String work(int hours) throws InterruptedException {
		this.invocations.add("work");
		return this.release.await(20, TimeUnit.SECONDS) ? "done" : "late";
	}

	List<String> invocations() {
		return List.copyOf(this.invocations);
	}

}
