package io.github.openairun.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how many calls run at a time, of all runs together and of each run. Permits are
 * granted in the order of the requests. No thread waits for a permit.
 */
final class ConcurrencyLimiter {

	private final int maxPerRun;

	private final Slots all;

	private final Map<String, Slots> byRun = new ConcurrentHashMap<>();

	ConcurrencyLimiter(int max, int maxPerRun) {
		this.all = new Slots(max);
		this.maxPerRun = maxPerRun;
	}

	/**
	 * Create a permit for a call.
	 * @param runId the id of the run that asked for the call
	 * @param granted runs when the permit is granted; must lead to
	 * {@link Permit#release()}
	 * @return the permit, which is not requested yet
	 */
	Permit permit(String runId, Runnable granted) {
		return new Permit(runId, granted);
	}

	/** Return how many runs have calls that run or wait. */
	int runs() {
		return this.byRun.size();
	}

	/**
	 * The right of one call to use a thread. It consists of a slot of its run and one of
	 * all, taken in this order, so that a run with many calls does not block others.
	 */
	final class Permit {

		private final String runId;

		private final Runnable granted;

		private final Runnable requestOfAll = this::requestOfAll;

		private volatile Slots ofRun = ConcurrencyLimiter.this.all;

		private Permit(String runId, Runnable granted) {
			this.runId = runId;
			this.granted = granted;
		}

		/**
		 * Request the permit. Does not block: the task of the permit runs when it is
		 * granted, on the current thread or on that of a call that releases its permit.
		 */
		void request() {
			boolean[] entered = new boolean[1];
			ConcurrencyLimiter.this.byRun.compute(this.runId, (id, known) -> {
				// Within compute, so that the slots are not removed meanwhile.
				Slots slots = (known != null) ? known : new Slots(ConcurrencyLimiter.this.maxPerRun);
				this.ofRun = slots;
				entered[0] = slots.takeOrWait(this.requestOfAll);
				return slots;
			});
			if (entered[0]) {
				requestOfAll();
			}
		}

		private void requestOfAll() {
			if (ConcurrencyLimiter.this.all.takeOrWait(this.granted)) {
				this.granted.run();
			}
		}

		/** Return the permit after it was granted. */
		void release() {
			ConcurrencyLimiter.this.all.release();
			releaseOfRun();
		}

		/**
		 * Withdraw the request.
		 * @return whether the permit was requested and not granted yet
		 */
		boolean withdraw() {
			if (this.ofRun.withdraw(this.requestOfAll)) {
				removeIfIdle();
				return true;
			}
			if (ConcurrencyLimiter.this.all.withdraw(this.granted)) {
				releaseOfRun();
				return true;
			}
			return false;
		}

		private void releaseOfRun() {
			this.ofRun.release();
			removeIfIdle();
		}

		private void removeIfIdle() {
			ConcurrencyLimiter.this.byRun.computeIfPresent(this.runId, (id, slots) -> slots.isIdle() ? null : slots);
		}

	}

	/**
	 * A number of slots and the queue of permits that wait for one.
	 */
	private static final class Slots {

		private final int count;

		private final Deque<Runnable> waiting = new ArrayDeque<>();

		private int free;

		Slots(int count) {
			this.count = count;
			this.free = count;
		}

		/**
		 * Take a slot, or wait for one.
		 * @param whenFree runs once a slot is free, on the thread that releases it
		 * @return whether a slot was taken; then {@code whenFree} does not run
		 */
		synchronized boolean takeOrWait(Runnable whenFree) {
			if (this.free == 0) {
				this.waiting.add(whenFree);
				return false;
			}
			this.free--;
			return true;
		}

		/** Pass the slot to the next one in the queue. */
		void release() {
			Runnable next;
			synchronized (this) {
				next = this.waiting.poll();
				if (next == null) {
					this.free++;
				}
			}
			if (next != null) {
				next.run();
			}
		}

		synchronized boolean withdraw(Runnable whenFree) {
			return this.waiting.remove(whenFree);
		}

		synchronized boolean isIdle() {
			return this.free == this.count && this.waiting.isEmpty();
		}

	}

}
