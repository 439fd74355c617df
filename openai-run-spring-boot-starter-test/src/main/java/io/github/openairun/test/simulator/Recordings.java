package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;

/**
 * What a simulator tells of the past, and the faults that are yet to come.
 */
abstract class Recordings {

	final SimulatedServer server;

	Recordings(SimulatedServer server) {
		this.server = server;
	}

	/**
	 * Returns the runs that scripts were played for, or that no script matched.
	 * @return the runs, the oldest first; never {@code null}
	 */
	public List<RecordedRun> runs() {
		return this.server.runs();
	}

	/**
	 * Returns the changes that clients have made, whatever became of the answers.
	 * @param operations the kinds of change, none for all
	 * @return the changes, the oldest first; never {@code null}
	 */
	public List<Accepted> accepted(Operation... operations) {
		return this.server.accepted(Set.of(operations));
	}

	/**
	 * Returns all requests and answers so far.
	 * @return the exchanges, the oldest first; never {@code null}
	 */
	public List<Exchange> exchanges() {
		return this.server.exchanges();
	}

	/**
	 * Returns a complaint for each message that no script matched.
	 * @return the complaints, with the message, the nearest scripts and why they do not
	 * match
	 */
	public List<String> unmatched() {
		return this.server.scripts().unmatched();
	}

	/**
	 * Returns a complaint for each request that was refused, as the real server would
	 * refuse it; faults are none.
	 * @return the complaints, with the request, the status and the error's message
	 */
	public List<String> refusals() {
		return this.server.refusals();
	}

	/** Lets the next request of a kind fail, see {@link Faults#next}. */
	public void failNext(Operation operation, Fault fault) {
		faults().next(operation, fault);
	}

	/**
	 * Returns the faults that are going to happen, to add to them or to forget them.
	 * @return the faults
	 */
	public Faults faults() {
		return this.server.faults();
	}

	/**
	 * Returns the webhooks that are sent when background responses end.
	 * @return the webhooks, without a receiver at first
	 */
	public SimulatedWebhooks webhooks() {
		return this.server.webhooks();
	}

	/**
	 * Forgets scripts, faults and everything recorded. Assistants, threads, messages and
	 * runs stay, as they would on a real server.
	 */
	public void reset() {
		this.server.reset();
	}

}
