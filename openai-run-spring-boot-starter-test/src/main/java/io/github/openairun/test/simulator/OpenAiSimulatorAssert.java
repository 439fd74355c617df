package io.github.openairun.test.simulator;

import java.util.List;

import org.assertj.core.api.AbstractAssert;

/**
 * AssertJ's view of what a simulator has recorded.
 *
 * @since 0.1.0
 */
public final class OpenAiSimulatorAssert extends AbstractAssert<OpenAiSimulatorAssert, OpenAiSimulator> {

	OpenAiSimulatorAssert(OpenAiSimulator actual) {
		super(actual, OpenAiSimulatorAssert.class);
	}

	/**
	 * Goes on with the run that was created last.
	 * @return the view of that run
	 */
	public RecordedRunAssert lastRun() {
		List<RecordedRun> runs = this.actual.runs();
		if (runs.isEmpty()) {
			failWithMessage("Expected a run, but none was created. Requests: %s", this.actual.exchanges());
		}
		return new RecordedRunAssert(runs.get(runs.size() - 1));
	}

	/**
	 * Goes on with one of the runs.
	 * @param index the number of runs that were created before it
	 * @return the view of that run
	 */
	public RecordedRunAssert run(int index) {
		List<RecordedRun> runs = this.actual.runs();
		if (runs.size() <= index) {
			failWithMessage("Expected run no. %d, but there are %d: %s", index, runs.size(), runs);
		}
		return new RecordedRunAssert(runs.get(index));
	}

	/**
	 * Verifies how many runs were created.
	 * @param number the number
	 * @return this view
	 */
	public OpenAiSimulatorAssert hasRuns(int number) {
		List<RecordedRun> runs = this.actual.runs();
		if (runs.size() != number) {
			failWithMessage("Expected %d runs, but there are %d: %s", number, runs.size(), runs);
		}
		return this;
	}

	/**
	 * Verifies that every request was one that a real server accepts, and that a script
	 * matched every message.
	 * @return this view
	 */
	public OpenAiSimulatorAssert gotNothingUnexpected() {
		if (!this.actual.refusals().isEmpty() || !this.actual.unmatched().isEmpty()) {
			failWithMessage("Expected nothing unexpected, but there were%nrefused requests: %s%nunmatched messages: %s",
					this.actual.refusals(), this.actual.unmatched());
		}
		return this;
	}

	/**
	 * Verifies that no request shows the API key elsewhere than in its own header, or
	 * other secrets anywhere. The secrets do not stand in the failure.
	 * @param others more texts that must not be sent
	 * @return this view
	 */
	public OpenAiSimulatorAssert gotNoSecrets(String... others) {
		List<String> leaks = this.actual.server.leaks(List.of(others));
		if (!leaks.isEmpty()) {
			failWithMessage("Expected no secrets, but%n%s", String.join(System.lineSeparator(), leaks));
		}
		return this;
	}

}
