package io.github.openairun.samples.durable;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.springframework.stereotype.Component;

import io.github.openairun.Delivery;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

/**
 * What the support assistant may do about a complaint.
 */
@Component
class ComplaintTools {

	private static final Duration BOOKING = Duration.ofSeconds(3);

	private final Complaints complaints;

	ComplaintTools(Complaints complaints) {
		this.complaints = complaints;
	}

	/** At most once: the warehouse must not send two lamps. */
	@ToolHandler(description = "Orders a replacement from the warehouse")
	String orderReplacement(@ToolParam(description = "What is replaced") String article) {
		Console.print("call", "orderReplacement " + article);
		return "ordered, arrives tomorrow";
	}

	/** Exactly once: the row and the record of the output are committed together. */
	@ToolHandler(description = "Books a voucher for the customer", delivery = Delivery.EXACTLY_ONCE)
	String bookVoucher(@ToolParam(description = "Amount in euros") int euros, ToolContext context) {
		this.complaints.addVoucher(complaint(context), euros);
		Console.print("call", "bookVoucher " + euros + ", which takes a while");
		LockSupport.parkNanos(BOOKING.toNanos());
		return "booked";
	}

	private static long complaint(ToolContext context) {
		return Long.parseLong(context.attribute("complaint", String.class));
	}

}
