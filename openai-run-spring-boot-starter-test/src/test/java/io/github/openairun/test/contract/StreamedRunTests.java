package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ThreadOperations;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.StreamFaults;
import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is told of a run that is streamed: everything, in order and once.
 */
@Timeout(30)
@ParameterizedClass
@EnumSource
class StreamedRunTests {

	private static final String REPLY = "Your order was shipped yesterday";

	@Parameter
	Wire wire;

	private final FakeTime time = new FakeTime();

	private final Recording recording = new Recording();

	private OpenAiSimulator simulator;

	private Application application;

	private RunOperations runs;

	@BeforeEach
	void startAsDocumented() {
		start();
	}

	private void start(Variant... variants) {
		this.simulator = OpenAiSimulator.builder().clock(this.time).vary(variants).start();
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(message().contains("order"))
			.deltas(5)
			.call("findOrder", Map.of("number", "17"))
			.reply(REPLY);
		this.simulator.when(message().contains("slow"))
			.deltas(1)
			.betweenDeltas(Duration.ofSeconds(20))
			.reply("abcdefghij");
		this.simulator.when(message().contains("much")).deltas(1).reply("x".repeat(2000));
		this.application = new Application(this.wire, this.simulator, this.time, (context) -> {
			TestPropertyValues.of("openai.run.streaming=auto", "openai.run.engine.shutdown-grace-period=0s")
				.applyTo(context);
			ApiKeySupplier keys = (request) -> "sk-" + request.context().getOrDefault("tenant", "nobody");
			context.registerBean(ApiKeySupplier.class, () -> keys);
		});
		this.runs = this.application.runs();
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	private static RunRequest request(String message) {
		return RunRequest.assistant("support").message(message).build();
	}

	@Test
	void everythingIsToldInOrder() {
		RunResult result = this.runs.execute(request("Where is my order?"), this.recording);
		assertThat(result.text()).isEqualTo(REPLY);
		assertThat(this.recording.text()).isEqualTo(REPLY);
		assertThat(this.recording.events("started", "finished", "message", "ended"))
			.containsExactly("started findOrder", "finished findOrder success", "message " + REPLY, "ended completed");
		assertThat(this.recording.events("delta")).hasSize(7);
		assertThat(this.recording.events("status")).containsOnlyOnce("status requires_action", "status completed")
			.endsWith("status completed");
		assertThat(this.recording.events("usage")).isNotEmpty();
		assertThat(this.recording.events.get(this.recording.events.size() - 1)).isEqualTo("ended completed");
	}

	@Test
	void streamedRunCarriesTheKeyOfItsTenant() {
		stop();
		start(Variant.KEYS_APART);
		ThreadOperations threads = this.application.threads().withContext(Map.of("tenant", "acme"));
		String thread = threads.create().id();
		RunRequest request = request("Where is my order?").mutate().thread(thread).build();
		RunResult executed = this.runs.execute(request.mutate().context(Map.of("tenant", "acme")).build(),
				this.recording);
		assertThat(executed.text()).isEqualTo(REPLY);
		assertThat(this.recording.text()).isEqualTo(REPLY);
		assertThat(this.runs.withContext(Map.of("tenant", "acme")).start(request, new Recording()).join().text())
			.isEqualTo(REPLY);
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.runs.execute(request, this.recording));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.runs.start(request, this.recording).join());
	}

	@Test
	void itemsOfOtherKindsAreNoObstacle() {
		this.simulator.when(message().contains("reason"))
			.items(raw("{\"type\":\"reasoning\",\"summary\":[]}"))
			.calls(call("findOrder", Map.of("number", "17")), call("findOrder", Map.of("number", "18")))
			.items(raw("{\"type\":\"telepathy_call\",\"status\":\"completed\"}"))
			.reply(REPLY);
		RunResult result = this.runs.execute(request("What is the reason?"), this.recording);
		assertThat(result.text()).isEqualTo(REPLY);
		assertThat(this.recording.text()).isEqualTo(REPLY);
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 17", "findOrder 18");
		assertThat(this.recording.events("message")).containsExactly("message " + REPLY);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void argumentsMayBeHuge(boolean listening) {
		this.simulator.when(message().contains("huge"))
			.deltas(100_000)
			.call("findOrder", Map.of("number", "7".repeat(3_000_000)))
			.reply(REPLY);
		RunResult result = this.runs.execute(request("huge"), listening ? this.recording : RunListener.NONE);
		assertThat(result.text()).isEqualTo(REPLY);
		assertThat(this.application.tools().invocations()).singleElement()
			.satisfies((invocation) -> assertThat(invocation).hasSizeGreaterThan(3_000_000));
	}

	@Test
	void aRoundTripTakesTwoRequestsAndNoPoll() {
		this.runs.execute(request("order"));
		String thread = this.application.threads().create().id();
		int before = this.simulator.exchanges().size();
		this.runs.execute(RunRequest.assistant("support").thread(thread).message("order").build(), this.recording);
		assertThat(this.simulator.exchanges().stream().skip(before).map(Exchange::operation))
			.containsExactly(Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS);
	}

	@Test
	void nobodyListensSoItIsPolled() {
		this.runs.execute(request("order"));
		assertThat(this.simulator.exchanges()).allMatch((exchange) -> exchange.eventNames().isEmpty());
	}

	@Test
	void theCallersThreadIsToldOfARunItDrives() {
		this.runs.execute(request("order"), this.recording);
		assertThat(this.recording.threads).containsOnly(Thread.currentThread().getName());
	}

	@Test
	void threadsOfTheEngineAreToldOfARunInTheBackground() {
		RunHandle handle = this.runs.start(request("order"), this.recording);
		assertThat(handle.join().text()).isEqualTo(REPLY);
		assertThat(handle.run()).isNotNull().extracting(Run::status).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.recording.threads).allMatch((thread) -> thread.startsWith("openai-run-"));
		assertThat(this.recording.text()).isEqualTo(REPLY);
	}

	@Test
	void aStreamThatBreaksForGoodIsPolledAndMessagesAreToldOnce() {
		stop();
		start(Variant.LEFT_RESPONSES_GO_ON);
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, StreamFaults.cutAfter(6));
		RunResult result = this.runs.execute(request("order"), this.recording);
		assertThat(result.text()).isEqualTo(REPLY);
		assertThat(REPLY).startsWith(this.recording.text());
		assertThat(this.recording.events("message")).containsExactly("message " + REPLY);
		assertThat(this.recording.events("started")).hasSize(1);
		assertThat(this.simulator.exchanges()).anyMatch((exchange) -> exchange.operation() == Operation.GET_RUN);
	}

	@Test
	void aSlowListenerLosesNothing() {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Recording slow = new Recording() {

			@Override
			public void textDelta(Run run, String messageId, String text) {
				first.countDown();
				await(goOn);
				super.textDelta(run, messageId, text);
			}

		};
		RunHandle handle = this.runs.start(request("much"), slow);
		await(first);
		goOn.countDown();
		assertThat(handle.join().text()).hasSize(2000);
		assertThat(slow.text()).hasSize(2000);
		assertThat(slow.events("delta")).hasSize(2000);
	}

	@Test
	void cancellingAStreamedRunCancelsItAtTheServer() {
		CountDownLatch first = new CountDownLatch(1);
		Recording listener = untilFirstDelta(first);
		RunHandle handle = this.runs.start(request("slow"), listener);
		await(first);
		handle.cancel();
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(listener.events("ended")).containsExactly("ended cancelled");
		assertThat(listener.text()).isEqualTo("a");
	}

	@Test
	void anApplicationThatEndsLeavesTheRunAndSaysSo() {
		CountDownLatch first = new CountDownLatch(1);
		Recording listener = untilFirstDelta(first);
		RunHandle handle = this.runs.start(request("slow"), listener);
		await(first);
		this.application.close();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> handle.result().toCompletableFuture().join())
			.withMessageContaining("shutdown");
		assertThat(listener.events("failed")).containsExactly("failed RunInterruptedException");
		assertThat(this.simulator.exchanges()).noneMatch((exchange) -> exchange.operation() == Operation.CANCEL_RUN);
	}

	private static Recording untilFirstDelta(CountDownLatch first) {
		return new Recording() {

			@Override
			public void textDelta(Run run, String messageId, String text) {
				super.textDelta(run, messageId, text);
				first.countDown();
			}

		};
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
