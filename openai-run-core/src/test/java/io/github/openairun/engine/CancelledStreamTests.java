package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.Assistant;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * A run that is streamed is cancelled as soon as it is known, whatever else its stream
 * tells with it.
 */
class CancelledStreamTests {

	private final RunGateway gateway = Runs.gateway();

	private final RunStreams streams = mock();

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private StreamReader reader;

	@Test
	void shouldCancelRunThatBecomesKnownTogetherWithAllItsEvents() {
		Drive drive = drive();
		assertThat(drive.advance()).isNotNull();
		drive.cancel();
		assertThat(drive.advance()).isNotNull();
		then(this.gateway).should(never()).cancel(any());
		this.reader.onNext(new RunEvent.Snapshot(Runs.in(RunStatus.QUEUED), null));
		this.reader.onNext(new RunEvent.Snapshot(Runs.in(RunStatus.IN_PROGRESS), null));
		assertThat(drive.advance()).isNull();
		then(this.gateway).should().cancel(any());
		assertThat(drive.result().run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 405, 501, 200 })
	void shouldEndAsCancelledIfTheServerCannotCancel(int status) {
		Drive drive = drive();
		assertThat(drive.advance()).isNotNull();
		this.reader.onNext(new RunEvent.Snapshot(Runs.in(RunStatus.IN_PROGRESS), null));
		assertThat(drive.advance()).isNotNull();
		ApiException refusal = new ApiException(error(status));
		given(this.gateway.cancel(any()))
			.willThrow((status != 200) ? refusal : new InvalidResponseException("POST /cancel", null, "no id", null));
		given(this.gateway.refresh(any())).willThrow(new ApiException(error(404)));
		given(this.gateway.messages(any())).willThrow(refusal);
		drive.cancel();
		advance(drive);
		assertThat(drive.result().run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void shouldEndAsCancelledIfTheServerRefusesToCancelAndDoesNotKeepTheRun() {
		Drive drive = drive();
		assertThat(drive.advance()).isNotNull();
		this.reader.onNext(new RunEvent.Snapshot(Runs.in(RunStatus.IN_PROGRESS), null));
		assertThat(drive.advance()).isNotNull();
		given(this.gateway.cancel(any())).willThrow(Runs.refused());
		given(this.gateway.refresh(any())).willThrow(new ApiException(error(404)));
		drive.cancel();
		advance(drive);
		assertThat(drive.result().run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void shouldTellTheErrorThatWasPushedIfTheServerDoesNotKeepTheRun() {
		Drive drive = drive();
		assertThat(drive.advance()).isNotNull();
		this.reader.onNext(new RunEvent.Snapshot(Runs.in(RunStatus.IN_PROGRESS), null));
		this.reader.onError(new ServerErrorException(
				new ApiError(500, "POST /responses", "out of memory", null, null, null, null, null)));
		given(this.gateway.refresh(any())).willThrow(new RunNotFoundException("run_1", "thread_1", error(404)));
		assertThatExceptionOfType(RunDriveException.class).isThrownBy(() -> advance(drive))
			.withMessageContaining("out of memory");
	}

	private void advance(Drive drive) {
		for (int i = 0; i < 10 && drive.advance() != null; i++) {
			this.time.advance(Duration.ofSeconds(1));
		}
	}

	private static ApiError error(int status) {
		return new ApiError(status, "POST /cancel", "no such path", null, null, null, null, null);
	}

	@Test
	void shouldLeaveRunThatNobodyCancels() {
		Drive drive = drive();
		assertThat(drive.advance()).isNotNull();
		this.reader.onNext(new RunEvent.Snapshot(Runs.in(RunStatus.QUEUED), null));
		assertThat(drive.advance()).isNotNull();
		then(this.gateway).should(never()).cancel(any());
	}

	private Drive drive() {
		Run cancelled = Runs.in(RunStatus.CANCELLED);
		given(this.gateway.streams()).willReturn(this.streams);
		given(this.gateway.cancel(any())).willReturn(cancelled);
		given(this.gateway.messages(any())).willReturn(List.of());
		given(this.streams.withResponseTimeout(any())).willReturn(this.streams);
		given(this.streams.create(any())).willReturn(this::subscribe);
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((any) -> List.of(), Map.of(), () -> () -> {
		}, true);
		RunCreation creation = new RunCreation(RunRequest.assistant("support").thread("thread_1").build(),
				Assistant.named("support").build(), List.of());
		DrivePlan plan = new DrivePlan(new DrivePlan.Start.Create(creation),
				new DrivePlan.DriveBounds(RunLimits.defaults(), PollPolicy.defaults(), true), tools,
				(batch) -> CompletableFuture.completedFuture(List.of()), new ListenerChain(List.of()));
		return new Drive(plan, new DriveServer(this.gateway, new BusyThreadPolicy(Duration.ofSeconds(30)),
				new InMemoryApprovalStore(), this.time.getClock()));
	}

	private void subscribe(Flow.Subscriber<? super RunEvent> subscriber) {
		this.reader = (StreamReader) subscriber;
		subscriber.onSubscribe(mock());
	}

}
