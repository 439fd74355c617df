package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.RunException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wherever a drive stands, it can be ended, and nothing of it is left: no thread, no
 * connection, no output that is submitted late. Time is real here.
 */
@Timeout(60)
class EndingsInEveryStateTests {

	private final BlockingTools tools = new BlockingTools();

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.application.close();
		this.simulator.close();
	}

	static Stream<Arguments> endings() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of(State.values())
				.flatMap((state) -> Stream.of(Ending.values()).map((ending) -> Arguments.of(wire, state, ending))));
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@MethodSource("endings")
	void nothingIsLeft(Wire wire, State state, Ending ending) {
		RunOperations runs = start(wire, state, ending);
		Driven driven = drive(runs, state, ending);
		awaitUntil(() -> isIn(state));
		int submitted = this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS).size();
		end(driven, ending);
		check(driven.outcome(), state, ending);
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(submitted);
		awaitUntil(() -> this.tools.interrupted() == (state == State.WORKING));
		this.application.close();
		awaitUntil(() -> this.simulator.openAnswers() == 0);
		awaitUntil(() -> threads().isEmpty());
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(submitted);
	}

	/** Nobody has interrupted anything, and the run may exist. */
	@ParameterizedTest(name = "{0} {1}")
	@CsvSource({ "RESPONSES, DEADLINE", "RESPONSES, DEADLINE_OF_CALLER", "ASSISTANTS, DEADLINE",
			"ASSISTANTS, DEADLINE_OF_CALLER" })
	void aDeadlineBeforeAStreamBeginsLeavesItUnknownWhetherThereIsARun(Wire wire, Ending ending) {
		RunOperations runs = start(wire, ending, true, Duration.ofMinutes(1));
		Object outcome = drive(runs, State.CREATING, ending).outcome();
		assertThat(outcome).isInstanceOf(RunOutcomeUnknownException.class);
	}

	private RunOperations start(Wire wire, State state, Ending ending) {
		return start(wire, ending, state == State.STREAMING, Duration.ofMillis(700));
	}

	private RunOperations start(Wire wire, Ending ending, boolean streaming, Duration readTimeout) {
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(message().contains("call")).call("block", Map.of()).reply("done");
		this.simulator.when(message().contains("work")).firstDeltaAfter(Duration.ofHours(1)).reply("done");
		TestPropertyValues
			.of("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT),
					"openai.base-url=" + this.simulator.baseUrl(), "openai.api-key=sk-endings",
					"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt-4.1",
					"openai.run.assistants.support.tools=*", "openai.run.streaming=" + (streaming ? "on" : "off"),
					"openai.read-timeout=" + readTimeout, "openai.run.engine.shutdown-grace-period=0s",
					"openai.run.timeout=" + (ending.isDeadline() ? "800ms" : "1m"))
			.applyTo(this.application);
		this.application.registerBean(BlockingTools.class, () -> this.tools);
		this.application.register(Application.AUTO_CONFIGURATIONS);
		this.application.refresh();
		return this.application.getBean(RunOperations.class);
	}

	private Driven drive(RunOperations runs, State state, Ending ending) {
		if (state == State.CREATING) {
			this.simulator.failNext(Operation.CREATE_RUN, Fault.noAnswerBefore());
		}
		if (state == State.SUBMITTING) {
			this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.noAnswerBefore());
			this.tools.letGo();
		}
		String thread = this.application.getBean(ThreadOperations.class).create().id();
		boolean calls = state == State.WORKING || state == State.SUBMITTING;
		RunRequest request = RunRequest.assistant("support").thread(thread).message(calls ? "call" : "work").build();
		return ending.background ? Driven.inBackground(runs.start(request))
				: Driven.onThread(() -> runs.execute(request));
	}

	private boolean isIn(State state) {
		return switch (state) {
			case CREATING, STREAMING -> this.simulator.openAnswers() > 0;
			case SUBMITTING -> this.tools.isDone() && this.simulator.openAnswers() > 0;
			case POLLING ->
				this.simulator.exchanges().stream().anyMatch((exchange) -> exchange.operation() == Operation.GET_RUN);
			case WORKING -> this.tools.isWorking();
		};
	}

	private void end(Driven driven, Ending ending) {
		switch (ending) {
			case CANCEL -> driven.cancel();
			case INTERRUPT -> driven.interrupt();
			case SHUTDOWN, SHUTDOWN_OF_CALLER -> this.application.close();
			case DEADLINE, DEADLINE_OF_CALLER -> {
			}
		}
	}

	private static void check(Object outcome, State state, Ending ending) {
		boolean unsure = state == State.CREATING || state == State.SUBMITTING;
		switch (ending) {
			case CANCEL -> {
				if (state == State.CREATING) {
					assertThat(outcome).isInstanceOfAny(RunResult.class, RunException.class);
				}
				else {
					assertThat(outcome).isInstanceOfSatisfying(RunResult.class,
							(result) -> assertThat(result.run().status()).isEqualTo(RunStatus.CANCELLED));
				}
			}
			case INTERRUPT, SHUTDOWN, SHUTDOWN_OF_CALLER ->
				assertThat(outcome).isInstanceOf(RunInterruptedException.class);
			case DEADLINE, DEADLINE_OF_CALLER ->
				assertThat(outcome).isInstanceOf(unsure ? RunException.class : RunTimeoutException.class);
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("openai-") && !name.startsWith("openai-simulator"))
			.toList();
	}

	private static void awaitUntil(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("time to wait; threads: " + threads()).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	/**
	 * Where a drive stands.
	 */
	enum State {

		CREATING, STREAMING, POLLING, WORKING, SUBMITTING

	}

	/**
	 * What ends it.
	 */
	enum Ending {

		CANCEL(true), SHUTDOWN(true), DEADLINE(true), INTERRUPT(false), SHUTDOWN_OF_CALLER(false),
		DEADLINE_OF_CALLER(false);

		private final boolean background;

		Ending(boolean background) {
			this.background = background;
		}

		boolean isDeadline() {
			return this == DEADLINE || this == DEADLINE_OF_CALLER;
		}

	}

	/**
	 * A handler that answers when it is let, or is interrupted.
	 */
	static class BlockingTools {

		private final CountDownLatch working = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile boolean interrupted;

		private volatile boolean done;

		@ToolHandler(description = "Waits")
		String block() throws InterruptedException {
			this.working.countDown();
			try {
				this.goOn.await();
				this.done = true;
				return "done";
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
				throw ex;
			}
		}

		void letGo() {
			this.goOn.countDown();
		}

		boolean isWorking() {
			return this.working.getCount() == 0;
		}

		boolean isDone() {
			return this.done;
		}

		boolean interrupted() {
			return this.interrupted;
		}

	}

}
