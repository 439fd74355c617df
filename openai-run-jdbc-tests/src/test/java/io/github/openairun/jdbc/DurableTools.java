package io.github.openairun.jdbc;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.support.JdbcAccessor;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.openairun.Approval;
import io.github.openairun.Delivery;
import io.github.openairun.RunResult;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;

/**
 * The handlers and the listener of the nodes.
 */
class DurableTools implements DurableRunListener {

	final AtomicInteger found = new AtomicInteger();

	final AtomicInteger refunds = new AtomicInteger();

	final AtomicInteger mails = new AtomicInteger();

	final AtomicInteger hung = new AtomicInteger();

	private final CountDownLatch never = new CountDownLatch(1);

	final List<String> heard = new CopyOnWriteArrayList<>();

	final List<String> deleted = new CopyOnWriteArrayList<>();

	final List<Object> contexts = new CopyOnWriteArrayList<>();

	volatile int refusingListener;

	volatile boolean failing;

	final CountDownLatch entered = new CountDownLatch(1);

	volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile JdbcOperations jdbc;

	DurableTools on(JdbcOperations jdbc) {
		this.jdbc = jdbc;
		return this;
	}

	@ToolHandler(description = "Finds an order")
	String findOrder(String order, ToolContext context) throws InterruptedException {
		this.found.incrementAndGet();
		this.contexts.add(context.attributes());
		this.entered.countDown();
		if (!this.gate.await(20, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The gate stays closed");
		}
		return "order " + order;
	}

	@ToolHandler(description = "Refunds an order", delivery = Delivery.EXACTLY_ONCE)
	String refund(String order) {
		this.refunds.incrementAndGet();
		this.jdbc.update("insert into refunds (order_id) values (?)", order);
		if (this.failing) {
			throw new IllegalStateException("The refund fails after its insert");
		}
		return "refunded " + order;
	}

	@ToolHandler(description = "Deletes an order", approval = Approval.REQUIRED)
	String deleteOrder(String order) {
		this.deleted.add(order);
		return "deleted " + order;
	}

	@ToolHandler(description = "Refunds an order in a transaction that cannot commit", delivery = Delivery.EXACTLY_ONCE)
	String refundInVain(String order) {
		DataSource dataSource = Objects.requireNonNull(((JdbcAccessor) this.jdbc).getDataSource());
		return new TransactionTemplate(new JdbcTransactionManager(dataSource)).execute((status) -> {
			status.setRollbackOnly();
			return refund(order);
		});
	}

	@ToolHandler(description = "Refunds an order, and says so in an unreadable way", delivery = Delivery.EXACTLY_ONCE)
	Unreadable refundUnseen(String order) {
		return new Unreadable(refund(order));
	}

	@ToolHandler(description = "Sends a mail", delivery = Delivery.AT_LEAST_ONCE)
	String mail(String order) {
		this.mails.incrementAndGet();
		if (this.failing) {
			throw new IllegalStateException("The mail is not sent");
		}
		return "sent";
	}

	@ToolHandler(description = "Hangs", timeout = "100ms", delivery = Delivery.AT_LEAST_ONCE)
	String hang(String order) throws InterruptedException {
		this.hung.incrementAndGet();
		return this.never.await(20, TimeUnit.SECONDS) ? "returned" : "late";
	}

	@Override
	public void ended(DurableRun run, RunResult result) {
		heard("ended " + run.id() + " " + result.run().status());
	}

	@Override
	public void failed(DurableRun run) {
		heard("failed " + run.id() + " " + run.state());
	}

	@Override
	public void suspended(DurableRun run) {
		heard("suspended " + run.id());
	}

	private synchronized void heard(String event) {
		this.heard.add(event);
		if (this.refusingListener > 0) {
			this.refusingListener--;
			throw new IllegalStateException("The listener refuses");
		}
	}

	/**
	 * A result that cannot be written as JSON.
	 */
	record Unreadable(String text) {

		public String text() {
			throw new IllegalStateException("Nobody may read this");
		}

	}

}
