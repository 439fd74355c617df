package io.github.openairun.tool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gate of all calls, and one of each run that has calls on their way.
 */
final class Gates {

	private final int capacityOfRun;

	private final Gate all;

	private final Map<String, Gate> byRun = new ConcurrentHashMap<>();

	Gates(int capacity, int capacityOfRun) {
		this.all = new Gate(capacity);
		this.capacityOfRun = capacityOfRun;
	}

	Gate all() {
		return this.all;
	}

	/** Return how many runs have a gate. */
	int runs() {
		return this.byRun.size();
	}

	/**
	 * One call's way through the gate of its run and that of all.
	 */
	final class Pass {

		private final String runId;

		private final Runnable admitted;

		private final Runnable intoAll = this::enterAll;

		private volatile Gate ofRun = Gates.this.all;

		/**
		 * Create a pass.
		 * @param runId the run's id
		 * @param admitted run once there is room in both gates; it must lead to
		 * {@link #leave()}
		 */
		Pass(String runId, Runnable admitted) {
			this.runId = runId;
			this.admitted = admitted;
		}

		void enter() {
			boolean[] entered = new boolean[1];
			Gates.this.byRun.compute(this.runId, (id, known) -> {
				// Within compute, so that the gate is not taken away meanwhile.
				Gate gate = (known != null) ? known : new Gate(Gates.this.capacityOfRun);
				this.ofRun = gate;
				entered[0] = gate.enter(this.intoAll);
				return gate;
			});
			if (entered[0]) {
				enterAll();
			}
		}

		private void enterAll() {
			if (Gates.this.all.enter(this.admitted)) {
				this.admitted.run();
			}
		}

		void leave() {
			Gates.this.all.leave();
			leaveRun();
		}

		/**
		 * Stop waiting.
		 * @return whether it was still waiting
		 */
		boolean withdraw() {
			if (this.ofRun.withdraw(this.intoAll)) {
				forgetIfIdle();
				return true;
			}
			if (Gates.this.all.withdraw(this.admitted)) {
				leaveRun();
				return true;
			}
			return false;
		}

		private void leaveRun() {
			this.ofRun.leave();
			forgetIfIdle();
		}

		private void forgetIfIdle() {
			Gates.this.byRun.computeIfPresent(this.runId, (id, gate) -> gate.isIdle() ? null : gate);
		}

	}

}
