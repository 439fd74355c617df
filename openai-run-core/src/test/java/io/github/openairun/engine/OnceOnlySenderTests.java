package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.openairun.ApiError;
import io.github.openairun.BadRequestException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

class OnceOnlySenderTests {

	private final RunGateway gateway = mock();

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private final Run asking = Runs.asking("a");

	private final List<ToolOutput> outputs = Runs.outputs("a");

	private final Run going = Runs.in(RunStatus.IN_PROGRESS);

	@Test
	void returnsWhatTheServerAnswers() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willReturn(this.going);
		assertThat(submit()).isSameAs(this.going);
		then(this.gateway).should(never()).traceSubmission(this.asking, this.outputs);
	}

	@Test
	void aLostAnswerIsNotRepeatedWhenTheOutputsHaveArrived() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost());
		given(this.gateway.traceSubmission(this.asking, this.outputs)).willReturn(new RequestTrace.Found(this.going));
		assertThat(submit()).isSameAs(this.going);
		then(this.gateway).should().submitToolOutputs(this.asking, this.outputs);
	}

	@Test
	void outputsThatAreSeenLateAreNotRepeated() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost());
		given(this.gateway.traceSubmission(this.asking, this.outputs)).willReturn(new RequestTrace.Absent())
			.willReturn(new RequestTrace.Found(this.going));
		assertThat(submit()).isSameAs(this.going);
		then(this.gateway).should().submitToolOutputs(this.asking, this.outputs);
	}

	@Test
	void outputsThatStayAbsentAreSubmittedAgain() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost()).willReturn(this.going);
		given(this.gateway.traceSubmission(this.asking, this.outputs)).willReturn(new RequestTrace.Absent());
		assertThat(submit()).isSameAs(this.going);
		assertThat(this.time.delays()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Test
	void aRefusalOfTheSecondSubmissionMeansThatTheFirstMayHaveArrived() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost())
			.willThrow(new BadRequestException(error(400)));
		given(this.gateway.traceSubmission(this.asking, this.outputs)).willReturn(new RequestTrace.Absent())
			.willReturn(new RequestTrace.Absent())
			.willReturn(new RequestTrace.Found(this.going));
		assertThat(submit()).isSameAs(this.going);
		then(this.gateway).should(times(2)).submitToolOutputs(this.asking, this.outputs);
	}

	@Test
	void aBusyThreadAfterALostAnswerIsLookedAtRatherThanWaitedFor() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost())
			.willThrow(new ThreadBusyException("thread_1", null, null));
		given(this.gateway.traceSubmission(this.asking, this.outputs)).willReturn(new RequestTrace.Absent())
			.willReturn(new RequestTrace.Absent())
			.willReturn(new RequestTrace.Found(this.going));
		assertThat(submit()).isSameAs(this.going);
		then(this.gateway).should(times(2)).submitToolOutputs(this.asking, this.outputs);
	}

	@Test
	void aServerThatCannotTellIsNeverSentTheOutputsAgain() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost());
		given(this.gateway.traceSubmission(this.asking, this.outputs)).willReturn(new RequestTrace.Undecided())
			.willThrow(new ServerErrorException(error(500)))
			.willReturn(new RequestTrace.Undecided());
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(this::submit);
		then(this.gateway).should().submitToolOutputs(this.asking, this.outputs);
		assertThat(this.time.getClock().instant()).isAfterOrEqualTo(Runs.NOW.plusSeconds(30));
	}

	@Test
	void anInterruptEndsTheSearch() {
		given(this.gateway.submitToolOutputs(this.asking, this.outputs)).willThrow(lost());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(this::submit);
		assertThat(Thread.interrupted()).isTrue();
		then(this.gateway).should(never()).traceSubmission(this.asking, this.outputs);
	}

	private Run submit() {
		ServerCommand command = new ServerCommand.SubmitOutputs(this.gateway, this.asking, this.outputs);
		BusyThreadPolicy policy = new BusyThreadPolicy(Duration.ofSeconds(30));
		return new OnceOnlySender(command, policy.begin((ex) -> {
		}), this.time.getClock(), Runs.NOW.plusSeconds(30)).sendAndWait(this.time);
	}

	private static RunOutcomeUnknownException lost() {
		return new RunOutcomeUnknownException("POST /x", "thread_1", "run_1", new IllegalStateException("reset"));
	}

	private static ApiError error(int status) {
		return new ApiError(status, "POST /x", "", null, null, null, null, null);
	}

}
