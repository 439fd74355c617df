package io.github.openairun.tool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.github.openairun.ToolHandler;

/**
 * Handlers that begin, wait and end when a test says so.
 */
class BlockingHandlers {

	/** Has a permit for each handler that has begun to wait. */
	final Semaphore waiting = new Semaphore(0);

	/** Has a permit for each handler that was interrupted. */
	final Semaphore interrupts = new Semaphore(0);

	final CountDownLatch open = new CountDownLatch(1);

	final List<String> events = new CopyOnWriteArrayList<>();

	@ToolHandler
	String quick(String id) {
		this.events.add(id);
		return "quick " + id;
	}

	@ToolHandler
	String fail(String id) {
		throw new IllegalStateException("broken " + id);
	}

	@ToolHandler
	String slow(String id) throws InterruptedException {
		this.waiting.release();
		try {
			this.open.await();
		}
		catch (InterruptedException ex) {
			this.interrupts.release();
			throw ex;
		}
		this.events.add(id);
		return "slow " + id;
	}

	@ToolHandler(timeout = "5s")
	String slowWithItsOwnTimeout(String id) throws InterruptedException {
		return slow(id);
	}

	@ToolHandler(timeout = "0s")
	String slowForever(String id) throws InterruptedException {
		return slow(id);
	}

	@ToolHandler
	String deaf(String id) {
		this.waiting.release();
		while (this.open.getCount() > 0) {
			try {
				this.open.await();
			}
			catch (InterruptedException ex) {
				this.interrupts.release();
			}
		}
		this.events.add(id);
		return "deaf " + id;
	}

	@ToolHandler(parallel = false)
	String alone(String id) throws InterruptedException {
		return slow(id);
	}

}
