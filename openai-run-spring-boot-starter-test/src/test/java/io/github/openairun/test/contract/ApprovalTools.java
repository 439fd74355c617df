package io.github.openairun.test.contract;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.openairun.Approval;
import io.github.openairun.DeferredOutput;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;

/**
 * Handlers whose calls wait, or are made beside those that wait.
 */
class ApprovalTools {

	final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();

	private final List<String> invocations = new CopyOnWriteArrayList<>();

	@ToolHandler(description = "Looks something up")
	String look(String what) {
		this.invocations.add("look " + what);
		return "found " + what;
	}

	@ToolHandler(description = "Refunds an order", approval = Approval.REQUIRED)
	String refund(String order, int amount) {
		this.invocations.add("refund " + order + " " + amount);
		return "refunded " + amount;
	}

	@ToolHandler(description = "Deletes an account")
	String delete(String account) {
		this.invocations.add("delete " + account);
		return "deleted";
	}

	@ToolHandler(description = "Orders a report")
	void report(String customer, DeferredOutput output) {
		this.invocations.add("report " + customer);
		this.tokens.add(output.token());
	}

	@ToolHandler(description = "Orders a report and fails")
	void brokenReport(DeferredOutput output) {
		this.invocations.add("brokenReport");
		this.tokens.add(output.token());
		throw new ToolHandlerException("the agency is closed");
	}

	@ToolHandler(description = "Closes the books, alone", parallel = false)
	String close(String year) {
		this.invocations.add("close " + year);
		return "closed " + year;
	}

	List<String> invocations() {
		return List.copyOf(this.invocations);
	}

}
