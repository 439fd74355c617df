package io.github.openairun.tool;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets so many calls in at a time, and the others in the order in which they came. Nobody
 * waits on a thread.
 */
final class Gate {

	private final int capacity;

	private final Deque<Runnable> waiting = new ArrayDeque<>();

	private int inside;

	Gate(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Enter at once, or wait for it.
	 * @param later run once there is room, on the thread that makes it
	 * @return whether there was room at once; then nothing is run later
	 */
	synchronized boolean enter(Runnable later) {
		if (tryEnter()) {
			return true;
		}
		this.waiting.add(later);
		return false;
	}

	/**
	 * Enter if there is room at once.
	 * @return whether there was
	 */
	synchronized boolean tryEnter() {
		if (this.inside >= this.capacity) {
			return false;
		}
		this.inside++;
		return true;
	}

	/** Make room for the next one. */
	void leave() {
		Runnable next;
		synchronized (this) {
			next = this.waiting.poll();
			if (next == null) {
				this.inside--;
			}
		}
		if (next != null) {
			next.run();
		}
	}

	/**
	 * Stop waiting.
	 * @param later what was to be run
	 * @return whether it was still waiting
	 */
	synchronized boolean withdraw(Runnable later) {
		return this.waiting.remove(later);
	}

	synchronized boolean isIdle() {
		return this.inside == 0 && this.waiting.isEmpty();
	}

}
