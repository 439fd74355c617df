package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.BadRequestException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.WireNotServedException;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.thread.ThreadStoreFullException;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Refusals of requests in the middle of runs on threads that the application keeps.
 */
@Timeout(30)
@ParameterizedClass
@ValueSource(strings = { "auto", "off" })
class StatelessRefusalTests {

	@Parameter
	String streaming;

	private final FakeTime time = new FakeTime();

	private OpenAiSimulator simulator;

	private Application application;

	private RunOperations runs;

	private String thread;

	@BeforeEach
	void start() {
		this.simulator = OpenAiSimulator.builder().clock(this.time).start();
		this.simulator.when(message().contains("order")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		this.simulator.when(message().contains("thanks")).reply("You are welcome");
		start("openai.run.threads=application");
	}

	private void start(String... properties) {
		this.application = new Application(Wire.RESPONSES, this.simulator, this.time,
				(context) -> TestPropertyValues.of(properties)
					.and("openai.run.streaming=" + this.streaming, "openai.run.engine.shutdown-grace-period=0s")
					.applyTo(context));
		this.runs = this.application.runs();
		this.thread = this.application.threads().create(List.of(Message.user("Hello")), Map.of()).id();
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	private RunRequest request(String message) {
		return RunRequest.assistant("support").thread(this.thread).message(message).build();
	}

	private List<String> texts() {
		return this.application.threads()
			.messages(this.thread, PageQuery.oldestFirst())
			.data()
			.stream()
			.map(Message::text)
			.toList();
	}

	@Test
	void refusedContinuationFailsTheRunAndFreesTheThread() {
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.beforeActing(400));
		RunResult refused = this.runs.execute(request("Where is my order?"));
		assertThat(refused.run().status()).isEqualTo(RunStatus.FAILED);
		assertThat(refused.run().lastError()).isNotNull()
			.satisfies((error) -> assertThat(error.message()).contains("400"));
		assertThat(texts()).containsExactly("Hello");
		assertThat(this.runs.execute(request("thanks")).text()).isEqualTo("You are welcome");
		assertThat(this.application.tools().invocations()).containsExactly("findOrder 17");
	}

	@Test
	void refusedSubmissionOfTheApplicationCanBeRepeated() {
		Run run = this.runs.create(request("Where is my order?"));
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.beforeActing(400));
		String call = run.toolCalls().get(0).id();
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.runs.submitToolOutput(run, call, "too much"));
		assertThat(this.runs.submitToolOutput(run, call, "less").status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void runWhoseServerIsDownGoesOnWithItsOutputsWhenItIsResumed() {
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.beforeActing(500).times(3));
		assertThatExceptionOfType(ServerErrorException.class)
			.isThrownBy(() -> this.runs.execute(request("Where is my order?")));
		Run left = this.runs.list(this.thread, PageQuery.newestFirst()).data().get(0);
		assertThat(left.status()).isEqualTo(RunStatus.IN_PROGRESS);
		assertThat(this.runs.resume(left.id(), this.thread).text()).isEqualTo("Shipped");
		assertThat(this.application.tools().invocations()).containsExactly("findOrder 17");
		assertThat(texts()).containsExactly("Hello", "Where is my order?", "Shipped");
	}

	@Test
	void storeWithoutRoomForTheReplyFailsTheRun() {
		restart(4);
		RunResult full = this.runs.execute(request("Where is my order?"));
		assertThat(full.run().status()).isEqualTo(RunStatus.FAILED);
		assertThat(full.run().lastError()).isNotNull()
			.satisfies((error) -> assertThat(error.message()).contains("openai.run.thread-store.max-items"));
		assertThat(texts()).containsExactly("Hello");
	}

	@Test
	void storeWithoutRoomForTheOutputsFailsTheRun() {
		restart(3);
		assertThatExceptionOfType(ThreadStoreFullException.class)
			.isThrownBy(() -> this.runs.execute(request("Where is my order?")))
			.withMessageContaining("openai.run.thread-store.max-items");
		assertThat(this.runs.list(this.thread, PageQuery.newestFirst()).data()).extracting(Run::status)
			.containsExactly(RunStatus.FAILED);
		assertThat(texts()).containsExactly("Hello");
		assertThat(this.runs.execute(request("thanks")).text()).isEqualTo("You are welcome");
	}

	@Test
	void runOnThreadWithoutRoomCanBeCancelled() {
		restart(3);
		Run run = this.runs.create(request("Where is my order?"));
		assertThat(run.requiresAction()).isTrue();
		assertThat(this.runs.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.runs.execute(request("thanks")).text()).isEqualTo("You are welcome");
	}

	@Test
	void errorWithStatus200AtAnUnknownPathNamesTheProperty() {
		try (OpenAiSimulator server = OpenAiSimulator.builder()
			.clock(this.time)
			.profile(ServerProfile.LM_STUDIO)
			.start();
				Application lost = new Application(Wire.RESPONSES, server, this.time,
						(context) -> TestPropertyValues
							.of("openai.run.threads=application", "openai.run.responses.path=/nowhere",
									"openai.run.streaming=" + this.streaming)
							.applyTo(context))) {
			assertThatExceptionOfType(WireNotServedException.class)
				.isThrownBy(() -> lost.runs().execute("support", "Hello"))
				.withMessageContaining("openai.run.responses.path");
		}
	}

	private void restart(int maxItems) {
		this.application.close();
		start("openai.run.threads=application", "openai.run.thread-store.max-items=" + maxItems);
	}

}
