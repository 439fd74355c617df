package io.github.openairun.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;

import static org.assertj.core.api.Assertions.assertThat;

class ToolCallLimiterTests {

	private static final RunLimits LIMITS = RunLimits.defaults()
		.withMaxRounds(2)
		.withMaxCalls(4)
		.withMaxCallsPerTool(3)
		.withMaxIdenticalCalls(2);

	private final DriveProgress begin = DriveProgress.begin(Runs.NOW.plusSeconds(600));

	@ParameterizedTest
	@CsvSource({ "CANCEL, true", "THROW, false" })
	void aLimitStopsTheRun(RunLimit.Action action, boolean cancel) {
		assertThat(check(action, this.begin, calls("a", "b", "c", "d", "e")))
			.isEqualTo(new LoopStep.Exceeded("it made more than 4 tool calls", cancel));
	}

	@Test
	void callsBeyondTheLimitAreRefusedAndTheOthersMade() {
		List<ToolCall> calls = calls("a", "b", "c", "d", "e");
		assertThat(check(RunLimit.Action.TELL_MODEL, this.begin, calls)).isEqualTo(new LoopStep.Dispatch(calls,
				Map.of("5", "There have been 4 tool calls, and no more are allowed. Answer with what you know.")));
	}

	@Test
	void callsOfOneToolAreLimitedWhateverTheirArguments() {
		List<ToolCall> calls = Stream.of("1", "2", "3", "4")
			.map((id) -> new ToolCall(id, "find", "{\"id\":" + id + "}"))
			.toList();
		assertThat(check(RunLimit.Action.TELL_MODEL, this.begin, calls)).isEqualTo(new LoopStep.Dispatch(calls,
				Map.of("4", "This tool has been called 3 times, and no more calls of it are allowed.")));
		assertThat(check(RunLimit.Action.CANCEL, this.begin, calls))
			.isEqualTo(new LoopStep.Exceeded("it called tool 'find' more than 3 times", true));
	}

	@Test
	void identicalCallsAreRefusedWithAdvice() {
		List<ToolCall> calls = calls("a", "a", "a", "b");
		assertThat(check(RunLimit.Action.TELL_MODEL, this.begin, calls))
			.isEqualTo(new LoopStep.Dispatch(calls, Map.of("3", "This tool has been called 2 times with the same "
					+ "arguments. Use the outputs that you have, or change the arguments.")));
	}

	@Test
	void everyCallIsRefusedInARoundTooMany() {
		DriveProgress progress = this.begin.submitted(List.of()).submitted(List.of());
		LoopStep step = check(RunLimit.Action.TELL_MODEL, progress, calls("a", "b"));
		assertThat(step).isInstanceOfSatisfying(LoopStep.Dispatch.class, (dispatch) -> {
			assertThat(dispatch.refusesAll()).isTrue();
			assertThat(dispatch.refusals().get("1")).startsWith("There have been 2 rounds of tool calls");
		});
	}

	@Test
	void aModelThatDoesNotListenIsStopped() {
		DriveProgress progress = this.begin.submitted(List.of()).submitted(List.of());
		for (int i = 0; i < 3; i++) {
			LoopStep step = check(RunLimit.Action.TELL_MODEL, progress, calls("a"));
			progress = progress.answered((LoopStep.Dispatch) step, Runs.outputs("1"))
				.submitted(Runs.outputs("1"))
				.wentOn();
		}
		assertThat(check(RunLimit.Action.TELL_MODEL, progress, calls("a"))).isEqualTo(
				new LoopStep.Exceeded("it continued to make calls after 3 rounds in which all were refused", true));
	}

	@Test
	void aCallThatIsMadeAgainEndsTheRefusals() {
		DriveProgress progress = this.begin
			.answered(new LoopStep.Dispatch(calls("a"), Map.of("1", "no")), Runs.outputs("1"))
			.submitted(Runs.outputs("1"))
			.wentOn();
		assertThat(progress.refusedRounds()).isEqualTo(1);
		progress = progress.answered(new LoopStep.Dispatch(calls("a"), Map.of()), Runs.outputs("1"))
			.submitted(Runs.outputs("1"));
		assertThat(progress.refusedRounds()).isZero();
	}

	@Test
	void refusedCallsAreNotCounted() {
		DriveProgress progress = this.begin.answered(new LoopStep.Dispatch(calls("a", "a"), Map.of("1", "no")),
				Runs.outputs("1", "2"));
		assertThat(progress.totalCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "CANCEL, true", "THROW, false" })
	void aRunThatHasUsedItsTokensIsStopped(RunLimit.Action action, boolean cancel) {
		assertThat(check(action, calls("a"), new RunUsage(800, 200, 1000)))
			.isEqualTo(new LoopStep.Exceeded("it used 1000 tokens, and the limit is 1000 for a whole run", cancel));
	}

	@Test
	void aModelThatHasUsedItsTokensReceivesErrorsForAllCalls() {
		assertThat(check(RunLimit.Action.TELL_MODEL, calls("a", "b"), new RunUsage(1200, 1, 1201)))
			.isInstanceOfSatisfying(LoopStep.Dispatch.class, (dispatch) -> {
				assertThat(dispatch.refusesAll()).isTrue();
				assertThat(dispatch.refusals().get("2")).startsWith("The tokens of this run are used up");
			});
	}

	@Test
	void fewerTokensUnknownOnesAndNoLimitStopNothing() {
		List<ToolCall> calls = calls("a");
		LoopStep dispatch = new LoopStep.Dispatch(calls, Map.of());
		assertThat(check(RunLimit.Action.CANCEL, calls, new RunUsage(900, 99, 999))).isEqualTo(dispatch);
		assertThat(check(RunLimit.Action.CANCEL, calls, null)).isEqualTo(dispatch);
		assertThat(new ToolCallLimiter(LIMITS).check(calls, this.begin, new RunUsage(5000, 5000, 10_000)))
			.isEqualTo(dispatch);
	}

	private LoopStep check(RunLimit.Action action, List<ToolCall> calls, RunUsage used) {
		return new ToolCallLimiter(LIMITS.withMaxTokens(1000).withAction(action)).check(calls, this.begin, used);
	}

	private static LoopStep check(RunLimit.Action action, DriveProgress progress, List<ToolCall> calls) {
		return new ToolCallLimiter(LIMITS.withAction(action)).check(calls, progress, null);
	}

	private static List<ToolCall> calls(String... tools) {
		ToolCall[] calls = new ToolCall[tools.length];
		for (int i = 0; i < tools.length; i++) {
			calls[i] = new ToolCall(Integer.toString(i + 1), tools[i], "{}");
		}
		return List.of(calls);
	}

}
