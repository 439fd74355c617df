package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadOperations;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.thread.ThreadStore;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A drive that ends while its server is silent does not keep the application's thread.
 * Time is real here.
 */
@Timeout(60)
class StatelessEndingTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.builder().profile(ServerProfile.LLAMA_CPP).start();

	private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.application.close();
		this.simulator.close();
	}

	static Stream<Arguments> endings() {
		return Stream.of(Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS)
			.flatMap((operation) -> Stream.of("on", "off")
				.flatMap((streaming) -> Stream.of(Ending.values())
					.map((ending) -> Arguments.of(operation, streaming, ending))));
	}

	@ParameterizedTest(name = "{0} streaming={1} {2}")
	@MethodSource("endings")
	void theThreadIsFreeAgain(Operation operation, String streaming, Ending ending) {
		RunOperations runs = start(streaming, ending);
		String thread = this.application.getBean(ThreadOperations.class).create().id();
		this.simulator.failNext(operation, Fault.noAnswerBefore());
		RunRequest request = request(thread, "Where is my order?");
		Driven driven = (ending == Ending.INTERRUPT || ending == Ending.DEADLINE)
				? Driven.onThread(() -> runs.execute(request)) : Driven.inBackground(runs.start(request));
		awaitUntil(() -> (operation == Operation.SUBMIT_TOOL_OUTPUTS) ? hasOutput(thread)
				: this.simulator.openAnswers() > 0);
		end(driven, ending);
		check(driven.outcome(), operation, ending);
		awaitUntil(() -> this.simulator.openAnswers() == 0);
		if (operation == Operation.CREATE_RUN) {
			awaitUntil(() -> left(runs, thread).isEmpty());
		}
		left(runs, thread).forEach(runs::cancel);
		this.simulator.faults().clear();
		assertThat(runs.execute(request(thread, "thanks")).text()).isEqualTo("You are welcome");
	}

	private static void end(Driven driven, Ending ending) {
		if (ending == Ending.INTERRUPT) {
			driven.interrupt();
		}
		else if (ending == Ending.CANCEL) {
			driven.cancel();
		}
	}

	private static void check(Object outcome, Operation operation, Ending ending) {
		switch (ending) {
			case CANCEL -> {
				if (operation == Operation.CREATE_RUN) {
					assertThat(outcome).isInstanceOf(CancellationException.class);
				}
				else {
					assertThat(outcome).isInstanceOfSatisfying(RunResult.class,
							(result) -> assertThat(result.run().status()).isEqualTo(RunStatus.CANCELLED));
				}
			}
			case INTERRUPT -> assertThat(outcome).isInstanceOf(RunInterruptedException.class);
			case DEADLINE, DEADLINE_IN_BACKGROUND -> assertThat(outcome).isInstanceOf(RunException.class);
		}
	}

	/** What was answered before the drive ended is not asked of the handlers again. */
	@ParameterizedTest(name = "streaming={0} {1}")
	@CsvSource({ "on, INTERRUPT", "on, DEADLINE", "off, INTERRUPT", "off, DEADLINE" })
	void theRunGoesOnWithTheOutputsThatItHas(String streaming, Ending ending) {
		RunOperations runs = start(streaming, ending);
		String thread = this.application.getBean(ThreadOperations.class).create().id();
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.noAnswerBefore());
		RunRequest request = request(thread, "Where is my order?");
		Driven driven = Driven.onThread(() -> runs.execute(request));
		awaitUntil(() -> hasOutput(thread));
		end(driven, ending);
		driven.outcome();
		this.simulator.faults().clear();
		Run left = left(runs, thread).get(0);
		assertThat(left.status()).isEqualTo(RunStatus.IN_PROGRESS);
		assertThat(runs.resume(left.id(), thread).text()).isEqualTo("shipped");
		assertThat(this.application.getBean(OrderTools.class).invocations()).containsExactly("findOrder 17");
	}

	/**
	 * Not even the response that is generated again keeps a thread or outlives the drive.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "on", "off" })
	void aResumedDriveCanBeCancelled(String streaming) {
		RunOperations runs = start(streaming, Ending.INTERRUPT);
		String thread = this.application.getBean(ThreadOperations.class).create().id();
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.noAnswerBefore().times(2));
		RunRequest request = request(thread, "Where is my order?");
		Driven driven = Driven.onThread(() -> runs.execute(request));
		awaitUntil(() -> hasOutput(thread));
		end(driven, Ending.INTERRUPT);
		driven.outcome();
		awaitUntil(() -> this.simulator.openAnswers() == 0);
		Run left = left(runs, thread).get(0);
		RunHandle handle = runs.resumeAsync(left.id(), thread);
		awaitUntil(() -> this.simulator.openAnswers() > 0);
		handle.cancel();
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		awaitUntil(() -> this.simulator.openAnswers() == 0);
	}

	/** The outputs are stored right before they are submitted. */
	private boolean hasOutput(String thread) {
		return this.application.getBean(ThreadStore.class)
			.items(thread)
			.stream()
			.anyMatch((item) -> item.type().equals("function_call_output"));
	}

	private static List<Run> left(RunOperations runs, String thread) {
		return runs.list(thread, PageQuery.oldestFirst())
			.data()
			.stream()
			.filter((run) -> !run.status().isTerminal())
			.toList();
	}

	private RunOperations start(String streaming, Ending ending) {
		this.simulator.when(message().contains("order")).call("findOrder", Map.of("number", "17")).reply("shipped");
		this.simulator.when(message().contains("thanks")).reply("You are welcome");
		Duration timeout = ending.name().startsWith("DEADLINE") ? Duration.ofSeconds(2) : Duration.ofMinutes(1);
		TestPropertyValues
			.of("openai.base-url=" + this.simulator.baseUrl(), "openai.api-key=sk-endings",
					"openai.run.threads=application", "openai.run.streaming=" + streaming,
					"openai.run.assistants.support.model=gpt-4.1", "openai.run.assistants.support.tools=*",
					"openai.run.timeout=" + timeout, "openai.run.engine.shutdown-grace-period=0s")
			.applyTo(this.application);
		this.application.registerBean(OrderTools.class, OrderTools::new);
		this.application.register(Application.AUTO_CONFIGURATIONS);
		this.application.refresh();
		return this.application.getBean(RunOperations.class);
	}

	private static RunRequest request(String thread, String message) {
		return RunRequest.assistant("support").thread(thread).message(message).build();
	}

	private static void awaitUntil(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	/**
	 * What ends the drive.
	 */
	enum Ending {

		INTERRUPT, CANCEL, DEADLINE, DEADLINE_IN_BACKGROUND

	}

}
