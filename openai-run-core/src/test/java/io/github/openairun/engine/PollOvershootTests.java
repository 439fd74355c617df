package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunStatus;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Tests for the time that passes until the end of a polled run is noticed.
 */
class PollOvershootTests {

	private final Random random = new Random(17);

	@Test
	void theMedianIsAFifthOfTheDurationAtMost() {
		double[] overshoots = IntStream.range(0, 201).mapToDouble((i) -> overshoot()).sorted().toArray();
		assertThat(overshoots[100]).isLessThanOrEqualTo(0.2);
	}

	/** Drive a run that is queued for a while and then works for a while. */
	private double overshoot() {
		ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);
		Clock clock = time.getClock();
		Duration queued = Duration.ofMillis(300 + this.random.nextInt(3000));
		Duration duration = queued.plusMillis(300 + this.random.nextInt(12_000));
		Instant begun = clock.instant();
		RunGateway gateway = Runs.gateway();
		given(gateway.load("run_1", "thread_1")).willReturn(Runs.in(RunStatus.QUEUED));
		given(gateway.refresh(any()))
			.willAnswer((invocation) -> at(Duration.between(begun, clock.instant()), queued, duration));
		given(gateway.messages(any())).willReturn(List.of());
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((run) -> List.of(), Map.of(), () -> () -> {
		}, true);
		DrivePlan plan = new DrivePlan(new DrivePlan.Start.Resume("run_1", "thread_1"),
				new DrivePlan.DriveBounds(RunLimits.defaults(), PollPolicy.defaults(), false), tools,
				(batch) -> CompletableFuture.completedFuture(List.of()), new ListenerChain(List.of()));
		try (RunEngine engine = new RunEngine(RunEngine.Settings.defaults(), time)) {
			engine.execute(new Drive(plan,
					new DriveServer(gateway, BusyThreadPolicy.defaults(), new InMemoryApprovalStore(), clock)));
		}
		Duration taken = Duration.between(begun, clock.instant());
		return (double) taken.minus(duration).toNanos() / duration.toNanos();
	}

	private static Run at(Duration elapsed, Duration queued, Duration duration) {
		if (elapsed.compareTo(queued) < 0) {
			return Runs.in(RunStatus.QUEUED);
		}
		return Runs.in((elapsed.compareTo(duration) < 0) ? RunStatus.IN_PROGRESS : RunStatus.COMPLETED);
	}

}
