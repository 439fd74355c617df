package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;

import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RunHistoryTests {

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private final RunHistory history = new RunHistory(2);

	@Test
	void nobodyObservesWhenNobodyWantsToKnow() {
		DriveObservation observation = new RunTemplateComponents.Observers(RunObservations.NONE, null).begin(gateway(),
				start("run_1"), new AssistantCatalog(List.of()), this.time.getClock());
		assertThat(observation).isSameAs(DriveObservation.NONE);
		assertThat(observation.open()).isSameAs(Observation.NOOP.openScope());
	}

	@Test
	void tellsWhatADriveWaitsFor() {
		DriveObservation observation = begin("run_1");
		assertThat(this.history.active()).singleElement()
			.satisfies((entry) -> assertThat(entry.waitingFor()).isEqualTo("its turn"));
		observation.open().close();
		assertThat(this.history.active().get(0).waitingFor()).isEqualTo("the server, to create or find the run");
		observation.seen(Runs.in(RunStatus.IN_PROGRESS), 0);
		assertThat(this.history.active().get(0).waitingFor()).isEqualTo("the server");
		observation.seen(Runs.asking("a", "b"), 0);
		assertThat(this.history.active().get(0).waitingFor()).isEqualTo("tools: tool_a, tool_b");
	}

	@Test
	void remembersTheLastDrivesOnly() {
		List.of("run_1", "run_2", "run_3").forEach((id) -> {
			DriveObservation observation = begin(id);
			observation.seen(Runs.in(RunStatus.IN_PROGRESS), 0);
			observation.failed(new IllegalStateException("words of the user"));
		});
		assertThat(this.history.active()).isEmpty();
		assertThat(this.history.recent()).hasSize(2).allSatisfy((entry) -> {
			assertThat(entry.outcome()).isEqualTo("error");
			assertThat(entry.errorType()).isEqualTo(IllegalStateException.class.getName());
			assertThat(entry.waitingFor()).isNull();
			assertThat(entry.toString()).doesNotContain("words");
		});
	}

	@Test
	void forgetsTheEndedDrivesOfADeletedThread() {
		DriveObservation observation = begin("run_1");
		observation.seen(Runs.in(RunStatus.COMPLETED), 1);
		observation.failed(new IllegalStateException());
		String thread = this.history.recent().get(0).threadId();
		this.history.threadDeleted("another");
		assertThat(this.history.recent()).hasSize(1);
		this.history.threadDeleted(thread);
		assertThat(this.history.recent()).isEmpty();
	}

	@Test
	void theFirstEndCounts() {
		DriveObservation observation = begin("run_1");
		observation.seen(Runs.in(RunStatus.COMPLETED), 1);
		observation.ended(new RunResult(Runs.in(RunStatus.COMPLETED), List.of()));
		observation.stop();
		observation.failed(new IllegalStateException());
		assertThat(this.history.find("run_1")).singleElement()
			.satisfies((entry) -> assertThat(entry.outcome()).isEqualTo("success"));
	}

	@Test
	void tellsHowLongADriveHasTaken() throws Exception {
		DriveObservation observation = begin("run_1");
		this.time.advance(Duration.ofSeconds(3));
		assertThat(this.history.active().get(0).age()).isEqualTo(Duration.ofSeconds(3));
		observation.failed(new IllegalStateException());
		this.time.advance(Duration.ofSeconds(3));
		assertThat(this.history.recent().get(0).age()).isEqualTo(Duration.ofSeconds(3));
	}

	private static RunGateway gateway() {
		RunGateway gateway = mock(RunGateway.class);
		given(gateway.capabilities()).willReturn(RunCapabilities.of("responses"));
		return gateway;
	}

	private DriveObservation begin(String runId) {
		return new RunTemplateComponents.Observers(RunObservations.NONE, this.history).begin(gateway(), start(runId),
				new AssistantCatalog(List.of()), this.time.getClock());
	}

	private static DrivePlan.Start start(String runId) {
		return new DrivePlan.Start.Resume(runId, "thread_1");
	}

}
