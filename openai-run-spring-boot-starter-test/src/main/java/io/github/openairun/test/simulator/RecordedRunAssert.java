package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolDefinition;

/**
 * AssertJ's view of a run that a simulator has played.
 *
 * @since 0.1.0
 */
public final class RecordedRunAssert extends AbstractAssert<RecordedRunAssert, RecordedRun> {

	private @Nullable RecordedCall call;

	RecordedRunAssert(RecordedRun actual) {
		super(actual, RecordedRunAssert.class);
		as("run %s about \"%s\"", actual.id(), actual.message());
	}

	/**
	 * Verifies that the run has called a tool, and goes on with the first such call.
	 * @param tool the tool's name
	 * @return this view
	 */
	public RecordedRunAssert calledTool(String tool) {
		return calledTool(tool, (arguments) -> {
		});
	}

	/**
	 * Verifies that the run has called a tool with arguments, and goes on with the first
	 * such call.
	 * @param tool the tool's name
	 * @param requirements what the arguments, by name, must fulfil
	 * @return this view
	 */
	public RecordedRunAssert calledTool(String tool, Consumer<Map<String, Object>> requirements) {
		List<RecordedCall> calls = this.actual.calls().stream().filter((call) -> call.tool().equals(tool)).toList();
		if (calls.isEmpty()) {
			failWithMessage("Expected a call of '%s', but there are %s", tool, this.actual.calls());
		}
		AssertionError failure = null;
		for (RecordedCall candidate : calls) {
			try {
				requirements.accept(candidate.argumentValues());
				this.call = candidate;
				return this;
			}
			catch (AssertionError ex) {
				failure = ex;
			}
		}
		AssertionError error = failure(
				"Expected a call of '%s' with other arguments, but there are %s. The last one fails with: %s", tool,
				calls, Objects.requireNonNull(failure).getMessage());
		throw error;
	}

	/**
	 * Verifies which tools the run has called.
	 * @param tools the names in the order of the calls, none for no call
	 * @return this view
	 */
	public RecordedRunAssert calledTools(String... tools) {
		List<String> called = this.actual.calls().stream().map(RecordedCall::tool).toList();
		if (!called.equals(List.of(tools))) {
			failWithMessage("Expected calls of %s, but there are %s", List.of(tools), this.actual.calls());
		}
		return this;
	}

	/**
	 * Verifies the output that was submitted for the call that {@link #calledTool} found.
	 * @param output the whole output
	 * @return this view
	 */
	public RecordedRunAssert submitted(String output) {
		return submitted((actual) -> {
			if (!actual.equals(output)) {
				failWithMessage("Expected the output%n  %s%nbut it is%n  %s", output, actual);
			}
		});
	}

	/**
	 * Verifies the output that was submitted for the call that {@link #calledTool} found.
	 * @param requirements what the output must fulfil
	 * @return this view
	 */
	public RecordedRunAssert submitted(Consumer<String> requirements) {
		RecordedCall call = this.call;
		if (call == null) {
			throw new IllegalStateException("Say which call is meant: use calledTool(...) before submitted(...)");
		}
		String output = call.output();
		if (output == null) {
			throw failure("Expected an output for %s, but none was submitted", call);
		}
		requirements.accept(output);
		return this;
	}

	/**
	 * Verifies which function tools the run may call.
	 * @param tools all names, in any order
	 * @return this view
	 */
	public RecordedRunAssert offered(String... tools) {
		Set<String> offered = new TreeSet<>(this.actual.offered().stream().map(ToolDefinition::name).toList());
		if (!offered.equals(Set.of(tools))) {
			failWithMessage("Expected that %s are offered, but these are: %s", new TreeSet<>(Set.of(tools)), offered);
		}
		return this;
	}

	/**
	 * Verifies the definition of a function tool that the run may call.
	 * @param tool the tool's name
	 * @param requirements what its definition must fulfil
	 * @return this view
	 */
	public RecordedRunAssert offered(String tool, Consumer<ToolDefinition> requirements) {
		requirements.accept(this.actual.offered()
			.stream()
			.filter((definition) -> definition.name().equals(tool))
			.findFirst()
			.orElseThrow(() -> failure("Expected that '%s' is offered, but these are: %s", tool,
					this.actual.offered().stream().map(ToolDefinition::name).toList())));
		return this;
	}

	/**
	 * Verifies that the run has completed.
	 * @return this view
	 */
	public RecordedRunAssert completed() {
		return endedAs("completed");
	}

	/**
	 * Verifies that the run has completed and how many times it asked for outputs.
	 * @param rounds the number of rounds
	 * @return this view
	 */
	public RecordedRunAssert completedIn(int rounds) {
		completed();
		if (this.actual.rounds() != rounds) {
			failWithMessage("Expected %d rounds of calls, but there are %d: %s", rounds, this.actual.rounds(),
					this.actual.calls());
		}
		return this;
	}

	/**
	 * Verifies the status of the run.
	 * @param status such as {@code failed} or {@code incomplete}
	 * @return this view
	 */
	public RecordedRunAssert endedAs(String status) {
		if (!this.actual.status().equals(status)) {
			failWithMessage("Expected the status '%s', but it is '%s'", status, this.actual.status());
		}
		return this;
	}

	/**
	 * Verifies the reply.
	 * @param reply the whole text
	 * @return this view
	 */
	public RecordedRunAssert replied(String reply) {
		if (!this.actual.reply().equals(reply)) {
			failWithMessage("Expected the reply%n  %s%nbut it is%n  %s", reply, this.actual.reply());
		}
		return this;
	}

}
