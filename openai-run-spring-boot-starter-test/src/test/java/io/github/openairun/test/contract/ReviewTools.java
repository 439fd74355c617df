package io.github.openairun.test.contract;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.github.openairun.Approval;
import io.github.openairun.DeferredOutput;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.tool.ToolInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that are at work while something else happens to their run.
 */
class ReviewTools implements ToolInterceptor {

	/** What an interceptor sets on the thread of a handler. */
	private static final ThreadLocal<Boolean> INTERCEPTED = ThreadLocal.withInitial(() -> false);

	final CountDownLatch begun = new CountDownLatch(1);

	final CountDownLatch goOn = new CountDownLatch(1);

	final CountDownLatch over = new CountDownLatch(1);

	final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();

	final BlockingQueue<String> transfers = new LinkedBlockingQueue<>();

	@Override
	public String intercept(ToolContext context, Invocation invocation) throws Throwable {
		INTERCEPTED.set(true);
		try {
			if (context.toolName().equals("lateReport")) {
				work();
			}
			return invocation.proceed();
		}
		finally {
			INTERCEPTED.remove();
			this.over.countDown();
		}
	}

	@ToolHandler(description = "Takes its time")
	String work() {
		this.begun.countDown();
		assertThat(awaitGoOn()).isTrue();
		return "done";
	}

	/** Not even an interrupt ends it early. */
	private boolean awaitGoOn() {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return this.goOn.await(ApprovalContractFixture.PATIENCE, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@ToolHandler(description = "Transfers money", approval = Approval.REQUIRED)
	String transfer(Account account) {
		this.transfers.add(account.iban());
		return "transferred";
	}

	@ToolHandler(description = "Orders a report")
	void lateReport(DeferredOutput output) {
		this.tokens.add(output.token());
	}

	/** Can be read only within the interceptor. */
	record Account(@JsonValue String iban) {

		@JsonCreator
		static Account of(String iban) {
			if (!INTERCEPTED.get()) {
				throw new IllegalArgumentException("There is no tenant here");
			}
			return new Account(iban);
		}

	}

}
