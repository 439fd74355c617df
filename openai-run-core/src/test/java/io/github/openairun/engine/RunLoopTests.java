package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;

import static io.github.openairun.engine.Runs.NOW;
import static io.github.openairun.engine.Runs.asking;
import static io.github.openairun.engine.Runs.in;
import static io.github.openairun.engine.Runs.outputs;
import static org.assertj.core.api.Assertions.assertThat;

class RunLoopTests {

	private static final PollPolicy POLLING = new PollPolicy(Duration.ofMillis(150), 1.3, Duration.ofSeconds(5),
			() -> 0);

	private final RunLoop loop = new RunLoop(new RunLimits(Duration.ofMinutes(10), 2, 4, 2), POLLING);

	private final DriveProgress begin = DriveProgress.begin(NOW.plusSeconds(600));

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "FAILED", "CANCELLED", "INCOMPLETE", "EXPIRED" })
	void everyEndIsDone(RunStatus status) {
		assertThat(this.loop.next(in(status), this.begin, NOW)).isEqualTo(new LoopStep.Done());
	}

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "FAILED", "CANCELLED", "INCOMPLETE", "EXPIRED" })
	void anEndSeenAfterTheDeadlineIsStillAnEnd(RunStatus status) {
		assertThat(this.loop.next(in(status), this.begin, NOW.plusSeconds(601))).isEqualTo(new LoopStep.Done());
	}

	@ParameterizedTest
	@EnumSource(names = { "QUEUED", "IN_PROGRESS", "CANCELLING", "UNKNOWN" })
	void whatHasNotEndedIsPolled(RunStatus status) {
		assertThat(this.loop.next(in(status), this.begin, NOW)).isEqualTo(poll(150));
	}

	@ParameterizedTest
	@EnumSource(names = { "QUEUED", "IN_PROGRESS", "CANCELLING", "UNKNOWN", "REQUIRES_ACTION" })
	void whatHasNotEndedAtTheDeadlineTimesOut(RunStatus status) {
		assertThat(this.loop.next(in(status), this.begin, NOW.plusSeconds(600))).isEqualTo(new LoopStep.TimedOut());
	}

	@Test
	void pausesGrowWithEachPoll() {
		DriveProgress looked = this.begin.polled().polled();
		assertThat(this.loop.next(in(RunStatus.IN_PROGRESS), looked, NOW)).isEqualTo(poll(254));
	}

	@Test
	void theServersHintReplacesOurPause() {
		Run run = in(RunStatus.QUEUED).mutate().pollAfter(Duration.ofSeconds(7)).build();
		assertThat(this.loop.next(run, this.begin, NOW)).isEqualTo(poll(7000));
		assertThat(this.loop.next(run, this.begin.polled(), NOW)).isEqualTo(poll(7000));
	}

	@Test
	void noPauseReachesBeyondTheDeadline() {
		Run run = in(RunStatus.QUEUED).mutate().pollAfter(Duration.ofHours(1)).build();
		assertThat(this.loop.next(run, this.begin, NOW.plusSeconds(599))).isEqualTo(poll(1000));
	}

	@Test
	void allPendingCallsAreDispatched() {
		Run run = asking("a", "b");
		assertThat(this.loop.next(run, this.begin, NOW)).isEqualTo(new LoopStep.Dispatch(run.toolCalls(), Map.of()));
	}

	@Test
	void onlyCallsWithoutAnAnswerAreDispatched() {
		Run run = asking("a", "b", "c");
		DriveProgress progress = answered(this.begin, asking("a"));
		assertThat(this.loop.next(run, progress, NOW))
			.isEqualTo(new LoopStep.Dispatch(run.toolCalls().subList(1, 3), Map.of()));
	}

	@Test
	void allAnswersAreSubmittedInTheOrderOfTheCalls() {
		DriveProgress progress = answered(answered(this.begin, asking("b")), asking("a"));
		assertThat(this.loop.next(asking("a", "b"), progress, NOW)).isEqualTo(new LoopStep.Submit(outputs("a", "b")));
	}

	@Test
	void aSnapshotFromBeforeTheSubmissionIsPolled() {
		DriveProgress progress = answered(this.begin, asking("a")).submitted(outputs("a"));
		assertThat(this.loop.next(asking("a"), progress, NOW)).isEqualTo(poll(150));
	}

	@Test
	void requiresActionWithoutAnyCallIsPolled() {
		assertThat(this.loop.next(asking(), this.begin, NOW)).isEqualTo(poll(150));
	}

	@Test
	void anActionThatOutputsCannotAnswerIsGivenUp() {
		Run run = asking("a").mutate().unsupportedAction("submit_tool_approval").build();
		assertThat(this.loop.next(run, this.begin, NOW)).isEqualTo(new LoopStep.Unsupported());
	}

	@Test
	void roundsAreLimited() {
		DriveProgress progress = this.begin.submitted(outputs("a")).submitted(outputs("b"));
		assertThat(this.loop.next(asking("c"), progress, NOW))
			.isEqualTo(new LoopStep.Exceeded("it required tool outputs more than 2 times", true));
	}

	@Test
	void callsAreLimited() {
		DriveProgress progress = answered(this.begin, asking("a", "b", "c"));
		assertThat(this.loop.next(asking("d"), progress, NOW)).isInstanceOf(LoopStep.Dispatch.class);
		assertThat(this.loop.next(asking("d", "e"), progress, NOW))
			.isEqualTo(new LoopStep.Exceeded("it made more than 4 tool calls", true));
	}

	@Test
	void identicalCallsAreLimitedAcrossRounds() {
		DriveProgress progress = answered(this.begin, asking(List.of(new ToolCall("1", "find", "{\"id\":1}"))));
		ToolCall second = new ToolCall("2", "find", "{\"id\":1}");
		ToolCall third = new ToolCall("3", "find", "{\"id\":1}");
		ToolCall other = new ToolCall("4", "find", "{\"id\":2}");
		assertThat(this.loop.next(asking(List.of(second, other)), progress, NOW)).isInstanceOf(LoopStep.Dispatch.class);
		assertThat(this.loop.next(asking(List.of(second, third)), progress, NOW))
			.isEqualTo(new LoopStep.Exceeded("it called tool 'find' with the same arguments more than 2 times", true));
	}

	@Test
	void theDeadlineIsTheTimeoutWithoutAnExpiry() {
		assertThat(this.loop.deadline(in(RunStatus.QUEUED), NOW)).isEqualTo(NOW.plusSeconds(600));
	}

	@Test
	void anEarlierExpiryIsTheDeadlineWithTimeForTheServerToSaySo() {
		Run run = in(RunStatus.QUEUED).mutate().expiresAt(NOW.plusSeconds(60)).build();
		assertThat(this.loop.deadline(run, NOW)).isEqualTo(NOW.plusSeconds(65));
	}

	@Test
	void anExpiryInThePastIsPassedOver() {
		Run run = in(RunStatus.QUEUED).mutate().expiresAt(NOW.minusSeconds(1)).build();
		assertThat(this.loop.deadline(run, NOW)).isEqualTo(NOW.plusSeconds(600));
	}

	private static DriveProgress answered(DriveProgress progress, Run asking) {
		List<ToolCall> calls = asking.toolCalls();
		return progress.answered(new LoopStep.Dispatch(calls, Map.of()),
				outputs(calls.stream().map(ToolCall::id).toArray(String[]::new)));
	}

	private static LoopStep poll(long millis) {
		return new LoopStep.Poll(Duration.ofMillis(millis));
	}

}
