package io.github.openairun.test.observation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.ObservationContextAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is observed of drives that somebody ends before their run does: each observation
 * ends once, says why, and no scope stays open.
 */
@Timeout(60)
class UnfinishedDriveObservationTests {

	private final CountDownLatch seen = new CountDownLatch(1);

	private final RunListener listener = new RunListener() {

		@Override
		public void statusChanged(Run run) {
			UnfinishedDriveObservationTests.this.seen.countDown();
		}

	};

	private ObservedApplication application;

	@AfterEach
	void everythingHasEndedOnce() {
		this.application.tools.hang.countDown();
		this.application.close();
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.application.stopped)
				.containsExactlyInAnyOrderElementsOf(this.application.started));
		assertThat(this.application.registry.getCurrentObservationScope()).isNull();
	}

	static Stream<Arguments> ways() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of("on", "off").map((streaming) -> Arguments.of(wire, streaming)));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void aRunThatIsCancelledWhileTheServerWorksIsNoError(Wire wire, String streaming) throws Exception {
		startWithRunThatIsQueued(wire, streaming);
		RunHandle handle = this.application.runs().start(request(), this.listener);
		awaitSeen();
		handle.cancel();
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertCancelled();
	}

	@ParameterizedTest
	@MethodSource("ways")
	void aRunThatIsCancelledWhileAToolWorksEndsItsCallAsAnError(Wire wire, String streaming) throws Exception {
		startWithCall(wire, "openai.run.streaming=" + streaming);
		RunHandle handle = this.application.runs().start(request(), this.listener);
		awaitCall();
		handle.cancel();
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertCancelled();
		assertCallWasGivenUp();
	}

	@Test
	void aRunThatIsCancelledBeforeItIsCreatedIsNoError() throws Exception {
		startWithCall(Wire.RESPONSES, "openai.run.engine.max-runs=1");
		RunHandle first = this.application.runs().start(request(), this.listener);
		awaitCall();
		RunHandle second = this.application.runs().start(request());
		second.cancel();
		this.application.tools.hang.countDown();
		first.join();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(second::join);
		assertThat(this.application.stopped("gen_ai.invoke_agent.duration")).hasSize(2)
			.anySatisfy((drive) -> ObservationContextAssert.assertThat(drive)
				.hasLowCardinalityKeyValue("outcome", "cancelled")
				.hasLowCardinalityKeyValue("openai.run.status", "none")
				.hasLowCardinalityKeyValue("error.type", "none")
				.doesNotHaveError());
	}

	@ParameterizedTest
	@MethodSource("ways")
	void aThreadThatIsInterruptedWhileTheServerWorksMarksTheSpan(Wire wire, String streaming) throws Exception {
		startWithRunThatIsQueued(wire, streaming);
		Caller caller = new Caller();
		awaitSeen();
		caller.interrupt();
		assertInterrupted("queued", "in_progress");
	}

	@ParameterizedTest
	@EnumSource
	void aThreadThatIsInterruptedWhileAToolWorksMarksBothSpans(Wire wire) throws Exception {
		startWithCall(wire);
		Caller caller = new Caller();
		awaitCall();
		caller.interrupt();
		assertInterrupted("requires_action");
		assertCallWasGivenUp();
	}

	@Test
	void aThreadThatIsInterruptedWhileItWaitsForItsTurnMarksTheSpan() throws Exception {
		startWithCall(Wire.RESPONSES, "openai.run.engine.max-runs=1");
		RunHandle first = this.application.runs().start(request());
		awaitCall();
		Caller caller = new Caller();
		await().until(() -> this.application.meters.get("openai.run.queued").gauge().value() == 1);
		caller.interrupt();
		assertInterrupted("none");
		this.application.tools.hang.countDown();
		first.join();
	}

	@ParameterizedTest
	@MethodSource("ways")
	void theEndOfTheApplicationMarksTheSpan(Wire wire, String streaming) throws Exception {
		startWithRunThatIsQueued(wire, streaming, "openai.run.engine.shutdown-grace-period=0s");
		CompletableFuture<?> result = this.application.runs()
			.start(request(), this.listener)
			.result()
			.toCompletableFuture();
		awaitSeen();
		this.application.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join)
			.withCauseInstanceOf(RunInterruptedException.class);
		assertInterrupted("queued", "in_progress");
	}

	private void startWithRunThatIsQueued(Wire wire, String streaming, String... properties) {
		start(wire, Stream.concat(Stream.of("openai.run.streaming=" + streaming), Stream.of(properties))
			.toArray(String[]::new));
		this.application.simulator.when(anyMessage()).queuedFor(Duration.ofHours(1)).reply("Done");
	}

	private void startWithCall(Wire wire, String... properties) {
		start(wire, properties);
		this.application.simulator.when(anyMessage()).call("waitForTheEnd", Map.of()).reply("Done");
	}

	private void start(Wire wire, String... properties) {
		this.application = new ObservedApplication(wire, properties);
	}

	private static RunRequest request() {
		return RunRequest.assistant("support").message("Hello").build();
	}

	private void awaitSeen() throws InterruptedException {
		assertThat(this.seen.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private void awaitCall() throws InterruptedException {
		assertThat(this.application.tools.waiting.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private void assertCancelled() {
		ObservationContextAssert.assertThat(this.application.drive())
			.hasLowCardinalityKeyValue("outcome", "cancelled")
			.hasLowCardinalityKeyValue("openai.run.status", "cancelled")
			.hasLowCardinalityKeyValue("error.type", "none")
			.doesNotHaveError();
	}

	private void assertInterrupted(String... statuses) {
		assertThat(this.application.stopped("gen_ai.invoke_agent.duration")).singleElement()
			.satisfies((drive) -> ObservationContextAssert.assertThat(drive)
				.hasLowCardinalityKeyValue("outcome", "interrupted")
				.hasLowCardinalityKeyValue("error.type", RunInterruptedException.class.getName())
				.hasError())
			.satisfies((drive) -> assertThat(drive.getLowCardinalityKeyValue("openai.run.status").getValue())
				.isIn((Object[]) statuses));
	}

	private void assertCallWasGivenUp() {
		assertThat(this.application.calls()).singleElement()
			.satisfies((call) -> ObservationContextAssert.assertThat(call)
				.hasLowCardinalityKeyValue("gen_ai.tool.name", "waitForTheEnd")
				.hasLowCardinalityKeyValue("outcome", "error")
				.hasLowCardinalityKeyValue("error.type", "error")
				.hasError())
			.satisfies((call) -> assertThat(call.getParentObservation()).extracting("contextView")
				.isSameAs(this.application.drive()));
	}

	/**
	 * Executes a run on a thread of its own, within an observation.
	 */
	private final class Caller {

		private final FutureTask<Object> execution = new FutureTask<>(this::execute);

		private final Thread thread = new Thread(this.execution, "test-caller");

		Caller() {
			this.thread.start();
		}

		private Object execute() {
			var registry = UnfinishedDriveObservationTests.this.application.registry;
			Observation caller = Observation.start("caller", registry);
			try (Observation.Scope scope = caller.openScope()) {
				assertThatExceptionOfType(RunInterruptedException.class)
					.isThrownBy(() -> UnfinishedDriveObservationTests.this.application.runs()
						.execute(request(), UnfinishedDriveObservationTests.this.listener));
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
				assertThat(registry.getCurrentObservation()).isSameAs(caller);
			}
			finally {
				caller.stop();
			}
			return "interrupted";
		}

		void interrupt() throws Exception {
			this.thread.interrupt();
			assertThat(this.execution.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
		}

	}

}
