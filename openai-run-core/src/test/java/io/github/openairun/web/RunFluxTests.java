package io.github.openairun.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.reactivestreams.Subscription;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.scheduling.TaskScheduler;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunNotCompletedException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;

class RunFluxTests {

	private static final RunRequest REQUEST = RunRequest.assistant("support").message("Hi").build();

	private final RunOperations runs = mock(RunOperations.class);

	private final TaskScheduler scheduler = mock(TaskScheduler.class);

	private final ScheduledFuture<?> heartbeat = mock(ScheduledFuture.class);

	private final EmitterTestSupport.Handle handle = new EmitterTestSupport.Handle();

	private final Run run = EmitterTestSupport.run(RunStatus.IN_PROGRESS);

	private final RunFlux flux = new RunFlux(this.runs, this.scheduler,
			new RunSseEmitters.Settings(Duration.ofSeconds(10), 100), () -> EmitterTestSupport.REFERENCE);

	@Nullable private RunListener listener;

	@BeforeEach
	void letRunsStart() {
		given(this.runs.start(any(RunRequest.class), any(RunListener.class))).willAnswer((call) -> {
			this.listener = call.getArgument(1);
			return this.handle;
		});
		given(this.runs.start(any(RunRequest.class))).willReturn(this.handle);
		given(this.scheduler.scheduleWithFixedDelay(any(), any(Duration.class))).willAnswer((call) -> this.heartbeat);
	}

	@Test
	void nothingStartsWithoutASubscriber() {
		this.flux.stream(REQUEST);
		this.flux.text(REQUEST);
		this.flux.execute(REQUEST);
		then(this.runs).shouldHaveNoInteractions();
	}

	@Test
	void theEventsAreThoseOfTheEmitter() {
		Recorder<ServerSentEvent<Map<String, Object>>> browser = subscribe(this.flux.stream(REQUEST), Long.MAX_VALUE);
		this.listener.statusChanged(this.run);
		this.listener.textDelta(this.run, "msg_1", "It was ");
		this.listener.textDelta(this.run, "msg_1", "shipped");
		this.listener.toolCallStarted(this.run, new ToolCall("call_1", "findOrder", "{}"));
		this.listener.toolCallFinished(this.run, new ToolCall("call_1", "findOrder", "{}"),
				new ToolOutput("call_1", "secret"), ToolOutcome.SUCCESS);
		this.handle.end(EmitterTestSupport.run(RunStatus.COMPLETED));
		assertThat(browser.elements).extracting(ServerSentEvent::event)
			.containsExactly(null, "status", "text", "text", "tool-started", "tool-finished", "ended");
		assertThat(browser.elements.get(0).retry()).isEqualTo(Duration.ofDays(1));
		assertThat(browser.elements.get(2).data()).isEqualTo(Map.of("message", "msg_1", "text", "It was "));
		assertThat(browser.elements.get(6).data()).isEqualTo(Map.of("run", "run_1", "status", "completed"));
		assertThat(browser.elements.toString()).doesNotContain("secret");
		assertThat(browser.completed).isTrue();
		assertThat(this.handle.cancellations).isZero();
		then(this.heartbeat).should(atLeastOnce()).cancel(false);
	}

	@Test
	void aSubscriberThatLeavesCancelsTheRun() {
		Recorder<?> browser = subscribe(this.flux.stream(REQUEST), Long.MAX_VALUE);
		this.listener.statusChanged(this.run);
		browser.cancel();
		assertThat(this.handle.cancellations).isOne();
		then(this.heartbeat).should().cancel(false);
		this.listener.textDelta(this.run, "msg_1", "Hi");
		this.handle.end(EmitterTestSupport.run(RunStatus.CANCELLED));
		assertThat(browser.elements).hasSize(2);
	}

	@Test
	void aSubscriberThatLeavesARunThatHasWaitedCancelsNothing() {
		Recorder<?> browser = subscribe(this.flux.stream(REQUEST), Long.MAX_VALUE);
		this.listener.suspended(this.run, List.of());
		this.listener.statusChanged(this.run);
		browser.cancel();
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void aSubscriberThatLeavesAtTheEndCancelsNothing() {
		Flux<String> names = this.flux.stream(REQUEST).mapNotNull(ServerSentEvent::event).takeUntil("ended"::equals);
		Recorder<String> browser = subscribe(names, Long.MAX_VALUE);
		this.handle.end(EmitterTestSupport.run(RunStatus.COMPLETED));
		assertThat(browser.elements).containsExactly("ended");
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void whatIsNotRequestedWaitsAndIsJoined() {
		Recorder<ServerSentEvent<Map<String, Object>>> browser = subscribe(this.flux.stream(REQUEST), 1);
		this.listener.textDelta(this.run, "msg_1", "It ");
		this.listener.textDelta(this.run, "msg_1", "was ");
		this.listener.textDelta(this.run, "msg_2", "shipped");
		this.handle.end(EmitterTestSupport.run(RunStatus.COMPLETED));
		assertThat(browser.elements).hasSize(1);
		assertThat(browser.completed).isFalse();
		browser.request(1);
		assertThat(browser.elements.get(1).data()).isEqualTo(Map.of("message", "msg_1", "text", "It was "));
		browser.request(2);
		assertThat(browser.elements).extracting(ServerSentEvent::event).containsExactly(null, "text", "text", "ended");
		assertThat(browser.completed).isTrue();
	}

	@Test
	void aSlowSubscriberCancelsTheRun() {
		Recorder<ServerSentEvent<Map<String, Object>>> browser = subscribe(this.flux.stream(REQUEST), 1);
		this.listener.textDelta(this.run, "msg_1", "x".repeat(60));
		assertThat(this.handle.cancellations).isZero();
		this.listener.textDelta(this.run, "msg_1", "x".repeat(60));
		this.listener.textDelta(this.run, "msg_1", "x");
		assertThat(this.handle.cancellations).isOne();
		browser.request(10);
		assertThat(browser.elements.get(1).event()).isEqualTo("failed");
		assertThat(browser.elements.get(1).data()).containsEntry("kind", "too-slow");
		assertThat(browser.completed).isTrue();
		assertThat(browser.elements).hasSize(2);
	}

	@Test
	void oneEventHasRoomHoweverLongItIs() {
		Recorder<?> browser = subscribe(this.flux.stream(REQUEST), 1);
		this.listener.textDelta(this.run, "msg_1", "x".repeat(1000));
		browser.request(1);
		assertThat(browser.elements).hasSize(2);
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void aFailureIsTheLastEvent() {
		Recorder<ServerSentEvent<Map<String, Object>>> browser = subscribe(this.flux.stream(REQUEST), Long.MAX_VALUE);
		this.handle.result.completeExceptionally(new RunTimeoutException(this.run, Duration.ofMinutes(1)));
		assertThat(browser.elements.get(1).event()).isEqualTo("failed");
		assertThat(browser.elements.get(1).data())
			.isEqualTo(Map.of("kind", "timeout", "reference", EmitterTestSupport.REFERENCE.toString()));
		assertThat(browser.completed).isTrue();
	}

	@Test
	void aRunThatCannotBeStartedIsAnError() {
		given(this.runs.start(any(RunRequest.class), any(RunListener.class)))
			.willThrow(new RunRejectedException("too many"));
		given(this.runs.start(any(RunRequest.class))).willThrow(new RunRejectedException("too many"));
		Recorder<?> browser = subscribe(this.flux.stream(REQUEST), Long.MAX_VALUE);
		assertThat(browser.elements).isEmpty();
		assertThat(browser.error).isInstanceOf(RunRejectedException.class);
		assertThat(subscribe(this.flux.text(REQUEST), 1).error).isInstanceOf(RunRejectedException.class);
		assertThat(subscribe(this.flux.execute(REQUEST).flux(), 1).error).isInstanceOf(RunRejectedException.class);
	}

	@Test
	void aSilentConnectionGetsComments() {
		Recorder<ServerSentEvent<Map<String, Object>>> browser = subscribe(this.flux.stream(REQUEST), Long.MAX_VALUE);
		ArgumentCaptor<Runnable> beat = ArgumentCaptor.forClass(Runnable.class);
		then(this.scheduler).should().scheduleWithFixedDelay(beat.capture(), any(Duration.class));
		beat.getValue().run();
		assertThat(browser.elements).hasSize(1);
		beat.getValue().run();
		assertThat(browser.elements).hasSize(2);
		assertThat(browser.elements.get(1).comment()).isEmpty();
		this.listener.statusChanged(this.run);
		beat.getValue().run();
		assertThat(browser.elements).hasSize(3);
	}

	@Test
	void textIsStreamedAndWhatWasNotStreamedFollows() {
		Recorder<String> reader = subscribe(this.flux.text(REQUEST), Long.MAX_VALUE);
		this.listener.textDelta(this.run, "msg_1", "It ");
		this.listener.textDelta(this.run, "msg_1", "was ");
		this.listener.messageCompleted(this.run, message("msg_1", "It was shipped"));
		this.listener.textDelta(this.run, "msg_2", "Bye");
		this.listener.messageCompleted(this.run, message("msg_2", "Bye"));
		this.listener.messageCompleted(this.run, message("msg_3", "!"));
		this.handle.end(EmitterTestSupport.run(RunStatus.COMPLETED));
		assertThat(reader.elements).containsExactly("It ", "was ", "shipped", "Bye", "!");
		assertThat(reader.completed).isTrue();
	}

	@Test
	void textOfARunThatFailsEndsWithAnError() {
		Recorder<String> reader = subscribe(this.flux.text(REQUEST), Long.MAX_VALUE);
		this.handle.end(EmitterTestSupport.run(RunStatus.FAILED));
		assertThat(reader.error).isInstanceOf(RunNotCompletedException.class);
	}

	@Test
	void aReaderWhoLeavesARunThatHasWaitedCancelsNothing() {
		Recorder<String> text = subscribe(this.flux.text(REQUEST), 1);
		this.listener.suspended(this.run, List.of());
		text.cancel();
		Recorder<RunResult> result = subscribe(this.flux.execute(REQUEST).flux(), 1);
		this.listener.suspended(this.run, List.of());
		result.cancel();
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void aReaderThatLeavesCancelsTheRun() {
		subscribe(this.flux.text(REQUEST), 1).cancel();
		assertThat(this.handle.cancellations).isOne();
		subscribe(this.flux.execute(REQUEST).flux(), 1).cancel();
		assertThat(this.handle.cancellations).isEqualTo(2);
	}

	@Test
	void aResultIsTheResult() {
		Recorder<RunResult> reader = subscribe(this.flux.execute(REQUEST).flux(), 1);
		this.handle.end(EmitterTestSupport.run(RunStatus.FAILED));
		assertThat(reader.elements).singleElement()
			.satisfies((result) -> assertThat(result.run().status()).isEqualTo(RunStatus.FAILED));
		assertThat(this.handle.cancellations).isZero();
	}

	@Test
	void anErrorIsTheErrorOfTheRun() {
		Recorder<RunResult> reader = subscribe(this.flux.execute(REQUEST).flux(), 1);
		this.handle.result.completeExceptionally(new RunTimeoutException(this.run, Duration.ofMinutes(1)));
		assertThat(reader.error).isInstanceOf(RunTimeoutException.class);
	}

	private static Message message(String id, String text) {
		Message message = mock(Message.class);
		given(message.id()).willReturn(id);
		given(message.text()).willReturn(text);
		return message;
	}

	private static <T> Recorder<T> subscribe(Flux<T> flux, long requested) {
		Recorder<T> recorder = new Recorder<>(requested);
		flux.subscribe(recorder);
		return recorder;
	}

	private static final class Recorder<T> extends BaseSubscriber<T> {

		private final List<T> elements = new ArrayList<>();

		private final long requested;

		private @Nullable Throwable error;

		private boolean completed;

		Recorder(long requested) {
			this.requested = requested;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(this.requested);
		}

		@Override
		protected void hookOnNext(T element) {
			this.elements.add(element);
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.error = error;
		}

		@Override
		protected void hookOnComplete() {
			this.completed = true;
		}

	}

}
