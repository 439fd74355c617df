package io.github.openairun.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import io.github.openairun.Message;
import io.github.openairun.PendingCall;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

class RunSseEmitterTests extends EmitterTestSupport {

	@Test
	void tellsWhatHappensInOrder() {
		start();
		ToolCall call = new ToolCall("call_1", "findOrder", "{\"secret\":1}");
		listener().statusChanged(this.run);
		listener().toolCallStarted(this.run, call);
		listener().toolCallFinished(this.run, call, new ToolOutput("call_1", "private"), ToolOutcome.SUCCESS);
		listener().textDelta(this.run, "msg_1", "Hel");
		listener().textDelta(this.run, "msg_1", "lo");
		listener().messageCompleted(this.run, Message.assistant("Hello"));
		listener().usageChanged(this.run, new RunUsage(1, 2, 3));
		this.handle.end(run(RunStatus.COMPLETED));
		work();
		assertThat(this.emitter.text()).isEqualTo("""
				retry:86400000

				event:status
				data:{"run":"run_1","status":"in_progress"}

				event:tool-started
				data:{"call":"call_1","tool":"findOrder"}

				event:tool-finished
				data:{"call":"call_1","tool":"findOrder","outcome":"success"}

				event:text
				data:{"message":"msg_1","text":"Hello"}

				event:message
				data:{"text":"Hello"}

				event:usage
				data:{"promptTokens":1,"completionTokens":2,"totalTokens":3}

				event:ended
				data:{"run":"run_1","status":"completed"}

				""");
		assertThat(this.emitter.completions).isOne();
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void sendsEachPieceAsSoonAsAThreadIsFree() {
		start();
		work();
		listener().textDelta(this.run, "msg_1", "a");
		work();
		listener().textDelta(this.run, "msg_1", "b");
		work();
		assertThat(this.emitter.sent).hasSize(3);
	}

	@Test
	void nothingIsSentOnTheThreadOfTheEngine() {
		start();
		listener().textDelta(this.run, "msg_1", "a");
		assertThat(this.emitter.sent).isEmpty();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void nothingIsSentBeforeSpringMvcHasTakenTheEmitter() {
		this.emitter.begin(this::drive);
		listener().textDelta(this.run, "msg_1", "a");
		assertThat(this.tasks).isEmpty();
		given(this.scheduler.scheduleWithFixedDelay(any(), any(Duration.class))).willAnswer((call) -> this.heartbeat);
		this.emitter.taken();
		work();
		assertThat(this.emitter.text()).contains("\"text\":\"a\"");
	}

	@Test
	void aBrowserThatLeavesCancelsTheRunOnce() {
		start();
		work();
		this.emitter.failure = new IOException("Broken pipe");
		listener().textDelta(this.run, "msg_1", "a");
		work();
		listener().textDelta(this.run, "msg_1", "b");
		work();
		assertThat(this.handle.cancellations).isOne();
		assertThat(this.tasks).isEmpty();
		then(this.heartbeat).should().cancel(false);
	}

	@Test
	void aBrowserThatLeavesWhileTheRunWaitsCancelsNothing() {
		start();
		work();
		PendingCall call = new PendingCall("wait_1", PendingCall.Kind.APPROVAL, "run_1", "thread_1", null,
				new ToolCall("call_1", "refund", "{\"amount\":50}"), "much", Instant.EPOCH, null, Map.of());
		listener().suspended(this.run, List.of(call));
		work();
		assertThat(this.emitter.text())
			.contains("event:suspended\ndata:{\"run\":\"run_1\",\"calls\":[{\"id\":\"wait_1\",\"call\":\"call_1\","
					+ "\"tool\":\"refund\",\"kind\":\"approval\"}]}")
			.doesNotContain("50");
		this.emitter.failure = new IOException("Broken pipe");
		listener().suspended(this.run, List.of(call));
		work();
		assertThat(this.handle.cancellations).isZero();
		then(this.heartbeat).should().cancel(false);
	}

	@Test
	void aBrowserThatHasLeftWhileTheRunWaitedDoesNotCancelItAfterTheDecision() {
		start();
		listener().suspended(this.run, List.of());
		work();
		this.emitter.failure = new IOException("Broken pipe");
		listener().statusChanged(this.run);
		work();
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void aBrowserThatLeavesAfterTheEndCancelsNothing() {
		start();
		this.handle.end(run(RunStatus.COMPLETED));
		this.emitter.failure = new IOException("Broken pipe");
		work();
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void aStopCancelsTheRunOnceAndTellsItsEnd() {
		start();
		this.emitter.cancel();
		this.emitter.cancel();
		this.handle.end(run(RunStatus.CANCELLED));
		work();
		assertThat(this.handle.cancellations).isOne();
		assertThat(this.emitter.text()).endsWith("event:ended\ndata:{\"run\":\"run_1\",\"status\":\"cancelled\"}\n\n");
	}

	@Test
	void aStopBeforeTheRunExistsIsAnEndAsWell() {
		start();
		this.emitter.cancel();
		this.handle.result.completeExceptionally(new CancellationException());
		work();
		assertThat(this.emitter.text()).endsWith("event:ended\ndata:{\"status\":\"cancelled\"}\n\n");
	}

	@Test
	void failuresAreNeutralAndTheLogHasTheirReference() {
		start();
		this.handle.result.completeExceptionally(new IllegalStateException("jdbc:secret"));
		work();
		assertThat(this.emitter.text())
			.endsWith("event:failed\ndata:{\"kind\":\"internal\",\"reference\":\"" + REFERENCE + "\"}\n\n")
			.doesNotContain("secret");
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).contains(REFERENCE.toString());
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("jdbc:secret");
		});
		assertThat(this.emitter.completions).isOne();
	}

	@Test
	void aBrowserThatDoesNotKeepUpLosesItsRun() {
		start();
		work();
		listener().textDelta(this.run, "msg_1", "x".repeat(900));
		listener().textDelta(this.run, "msg_1", "x".repeat(200));
		listener().textDelta(this.run, "msg_1", "late");
		this.handle.end(run(RunStatus.CANCELLED));
		work();
		assertThat(this.handle.cancellations).isOne();
		assertThat(this.emitter.sent).hasSize(2);
		assertThat(this.emitter.sent.get(1))
			.isEqualTo("event:failed\ndata:{\"kind\":\"too-slow\",\"reference\":\"" + REFERENCE + "\"}\n\n");
		assertThat(this.log.list).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).contains(REFERENCE.toString()));
	}

	@Test
	void beatsInSilenceOnly() {
		start();
		work();
		beat().run();
		work();
		assertThat(this.emitter.sent).hasSize(1);
		beat().run();
		work();
		assertThat(this.emitter.sent).hasSize(2).last().isEqualTo(":\n\n");
	}

	@Test
	void theLastHeartbeatIsBehindTheEnd() {
		start();
		this.handle.end(run(RunStatus.COMPLETED));
		then(this.heartbeat).should(never()).cancel(anyBoolean());
		work();
		this.emitter.completion.run();
		then(this.heartbeat).should().cancel(false);
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void aRunWithoutAThreadToSendItIsCancelled() {
		this.rejecting = true;
		start();
		assertThat(this.handle.cancellations).isOne();
		then(this.heartbeat).should().cancel(false);
	}

	@Test
	void looksTwiceInAnInterval() {
		start();
		then(this.scheduler).should().scheduleWithFixedDelay(any(), eq(Duration.ofSeconds(5)));
	}

	@Test
	void aRunThatIsNotTakenIsTheControllersBusiness() {
		RunOperations runs = mock(RunOperations.class);
		RunRequest request = RunRequest.assistant("support").message("Hello").build();
		given(runs.start(eq(request), any(RunListener.class))).willThrow(new IllegalArgumentException("no"));
		RunSseEmitters emitters = new RunSseEmitters(runs, this.tasks::add, this.scheduler,
				RunSseEmitters.Settings.defaults());
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> emitters.stream(request));
		then(this.scheduler).shouldHaveNoInteractions();
	}

}
