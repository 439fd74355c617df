package io.github.openairun.wire;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has one thread at a time do what there is to do: whoever brings something does it, and
 * whatever others bring meanwhile.
 */
final class Inbox {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	private final Runnable afterwards;

	/**
	 * Create an inbox.
	 * @param afterwards what to do when something was brought and done
	 */
	Inbox(Runnable afterwards) {
		this.afterwards = afterwards;
	}

	void post(Runnable task) {
		this.tasks.add(task);
		work();
	}

	/**
	 * See to it that what comes afterwards is done now, or once more.
	 */
	void work() {
		if (this.pending.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		do {
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				task.run();
			}
			this.afterwards.run();
			seen = this.pending.addAndGet(-seen);
		}
		while (seen != 0);
	}

}
