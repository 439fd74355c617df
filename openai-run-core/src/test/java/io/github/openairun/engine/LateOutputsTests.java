package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Outputs of handlers that somebody else was quicker than.
 */
class LateOutputsTests {

	private final RunGateway gateway = Runs.gateway();

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private final RunEngine engine = new RunEngine(RunEngine.Settings.defaults(), this.time);

	@Test
	void handlersThatWereQuickAreTrusted() {
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		assertThat(drive(Duration.ofMillis(4999)).status()).isEqualTo(RunStatus.COMPLETED);
		then(this.gateway).should(never()).answeredElsewhere(any());
	}

	@Test
	void runThatSomebodyElseHasAnsweredTakesNoOutputs() {
		given(this.gateway.answeredElsewhere(any())).willReturn(Runs.in(RunStatus.CANCELLED));
		assertThat(drive(Duration.ofSeconds(5)).status()).isEqualTo(RunStatus.CANCELLED);
		then(this.gateway).should(never()).submitToolOutputs(any(), any());
	}

	@Test
	void runThatNobodyHasAnsweredTakesThem() {
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		assertThat(drive(Duration.ofSeconds(5)).status()).isEqualTo(RunStatus.COMPLETED);
		then(this.gateway).should().answeredElsewhere(any());
	}

	@Test
	void lookThatFailsIsNoObstacle() {
		given(this.gateway.answeredElsewhere(any())).willThrow(Runs.broken());
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		assertThat(drive(Duration.ofSeconds(5)).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void outputsThatTheGatewayKnowsToBeLateAreLeftOut(boolean moved) {
		Run asking = Runs.asking("a");
		ToolOutputMismatchException late = new ToolOutputMismatchException(asking, Set.of(), Set.of("a"));
		given(this.gateway.submitToolOutputs(any(), any())).willThrow(late);
		given(this.gateway.refresh(any())).willReturn(moved ? Runs.in(RunStatus.CANCELLED) : asking);
		if (moved) {
			assertThat(drive(Duration.ZERO).status()).isEqualTo(RunStatus.CANCELLED);
		}
		else {
			assertThatExceptionOfType(ToolOutputMismatchException.class).isThrownBy(() -> drive(Duration.ZERO));
		}
	}

	private Run drive(Duration work) {
		given(this.gateway.load("run_1", "thread_1")).willReturn(Runs.asking("a"));
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((any) -> List.of("tool_a"), Map.of(),
				() -> () -> {
				}, true);
		DrivePlan plan = new DrivePlan(new DrivePlan.Start.Resume("run_1", "thread_1"),
				new DrivePlan.DriveBounds(RunLimits.defaults(), PollPolicy.defaults(), false), tools,
				(batch) -> answer(batch, work), new ListenerChain(List.of()));
		DriveServer server = new DriveServer(this.gateway, new BusyThreadPolicy(Duration.ofSeconds(30)),
				new InMemoryApprovalStore(), this.time.getClock());
		return this.engine.execute(new Drive(plan, server)).run();
	}

	private CompletableFuture<List<ToolOutput>> answer(ToolBatch batch, Duration work) {
		this.time.advance(work);
		return CompletableFuture.completedFuture(Runs.outputs("a"));
	}

}
