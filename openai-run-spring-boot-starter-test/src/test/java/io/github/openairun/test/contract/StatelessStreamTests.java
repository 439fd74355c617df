package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

import io.github.openairun.BadRequestException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ServerErrorException;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.StreamFaults;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.wire.Json;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streamed runs on threads that the application keeps, against every kind of server.
 */
@Timeout(30)
@ParameterizedClass
@EnumSource
class StatelessStreamTests {

	private static final String REPLY = "Your order was shipped yesterday";

	@Parameter
	ServerProfile profile;

	private final FakeTime time = new FakeTime();

	private final Recording recording = new Recording();

	private OpenAiSimulator simulator;

	private Application application;

	private RunOperations runs;

	@BeforeEach
	void start() {
		this.simulator = OpenAiSimulator.builder().clock(this.time).profile(this.profile).start();
		this.simulator.when(message().contains("order"))
			.deltas(5)
			.call("findOrder", Map.of("number", "17"))
			.calls(call("findOrder", Map.of("number", "18")), call("findOrder", Map.of("number", "19")))
			.reply(REPLY);
		this.simulator.when(message().contains("again"))
			.call("findOrder", Map.of("number", "17"))
			.call("findOrder", Map.of("number", "17"))
			.reply(REPLY);
		this.simulator.when(message().contains("slow"))
			.deltas(1)
			.betweenDeltas(Duration.ofSeconds(20))
			.reply("abcdefghij");
		this.simulator.when(message().contains("fail")).fail("server_error", "Oops");
		this.simulator.when(message().contains("thanks")).reply("You are welcome");
		this.application = application("auto");
		this.runs = this.application.runs();
	}

	private Application application(String streaming) {
		return new Application(Wire.RESPONSES, this.simulator, this.time,
				(context) -> TestPropertyValues
					.of("openai.run.threads=application", "openai.run.streaming=" + streaming,
							"openai.run.engine.shutdown-grace-period=0s")
					.applyTo(context));
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	private static RunRequest.Builder request(String message) {
		return RunRequest.assistant("support").message(message);
	}

	@Test
	void everyRoundIsStreamedAndReceivesAllItems() {
		RunResult result = this.runs.execute(request("Where is my order?").build(), this.recording);
		assertThat(result.text()).isEqualTo(REPLY);
		assertThat(this.recording.text()).isEqualTo(REPLY);
		assertThat(this.recording.events("delta")).hasSizeGreaterThan(1);
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 17", "findOrder 18",
				"findOrder 19");
		List<Exchange> requests = this.simulator.exchanges();
		assertThat(requests).hasSize(3)
			.allSatisfy(
					(exchange) -> assertThat(exchange.requestBody()).contains("Where is my order?", "\"stream\":true")
						.doesNotContain("previous_response_id", "conversation", "background", "metadata", "store",
								"truncation"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "off" })
	void theSameCallInTwoRoundsIsExecutedTwice(String streaming) {
		try (Application application = application(streaming)) {
			RunResult result = application.runs().execute(request("Look it up again").build());
			assertThat(result.text()).isEqualTo(REPLY);
			assertThat(application.tools().invocations()).containsExactly("findOrder 17", "findOrder 17");
		}
		List<Exchange> requests = this.simulator.exchanges();
		assertThat(requests).hasSize(3);
		List<String> asked = callIds(requests.get(2), "function_call");
		assertThat(asked).hasSize(2).isEqualTo(callIds(requests.get(2), "function_call_output"));
		if (this.profile == ServerProfile.VLLM) {
			assertThat(asked).containsExactly("call_0", "call_0");
		}
	}

	private static List<String> callIds(Exchange request, String type) {
		return Json.parse(request.requestBody(), "body")
			.path("input")
			.valueStream()
			.filter((item) -> type.equals(item.path("type").asString("")))
			.map((item) -> item.path("call_id").asString(""))
			.toList();
	}

	@Test
	void messagesAndStepsAreTheSameAsInTheStore() {
		RunResult result = this.runs.execute(request("Where is my order?").build(), this.recording);
		Run run = this.runs.load(result.run().id(), result.run().threadId());
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		List<Message> messages = this.application.threads().messages(run.threadId(), PageQuery.oldestFirst()).data();
		assertThat(messages).extracting(Message::text).containsExactly("Where is my order?", REPLY);
		assertThat(messages.get(1)).isEqualTo(this.application.threads().messages(run).get(0));
		assertThat(result.messages()).extracting(Message::id).containsExactly(messages.get(1).id());
		assertThat(this.runs.steps(run, PageQuery.oldestFirst()).data()).extracting(RunStep::type)
			.containsExactly(RunStep.TOOL_CALLS, RunStep.TOOL_CALLS, RunStep.MESSAGE_CREATION);
	}

	@Test
	void theNextRunOfTheThreadKnowsTheFirst() {
		String thread = this.runs.execute(request("Where is my order?").build()).run().threadId();
		RunResult next = this.runs.start(request("thanks").thread(thread).build()).join();
		assertThat(next.text()).isEqualTo("You are welcome");
		List<Exchange> requests = this.simulator.exchanges();
		assertThat(requests.get(requests.size() - 1).requestBody()).contains("Where is my order?", REPLY, "thanks",
				"function_call_output");
	}

	@Test
	void failedRunLeavesTheThreadAsItWas() {
		String thread = this.application.threads().create(List.of(Message.user("Hello")), Map.of()).id();
		RunResult failed = this.runs.execute(request("fail").thread(thread).build(), this.recording);
		assertThat(failed.run().status()).isEqualTo(RunStatus.FAILED);
		assertThat(failed.run().lastError()).isNotNull()
			.satisfies((error) -> assertThat(error.message()).contains("Oops"));
		assertThat(this.application.threads().messages(thread, PageQuery.oldestFirst()).data())
			.extracting(Message::text)
			.containsExactly("Hello");
		assertThat(this.runs.execute(request("thanks").thread(thread).build()).text()).isEqualTo("You are welcome");
	}

	@Test
	void streamThatIsCutOffIsGeneratedAgainAndHandlersAreNotCalledAgain() {
		this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.cutAfter(1));
		RunResult result = this.runs.execute(request("Where is my order?").build());
		assertThat(result.text()).isEqualTo(REPLY);
		assertThat(this.simulator.exchanges()).hasSize(4);
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 17", "findOrder 18",
				"findOrder 19");
	}

	@Test
	void ofTwoDrivesOfARunBothHaveItsMessages() throws InterruptedException {
		CountDownLatch first = new CountDownLatch(1);
		RunHandle slow = this.runs.start(request("slow").build(), new RunListener() {

			@Override
			public void textDelta(Run run, String messageId, String delta) {
				first.countDown();
			}

		});
		assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
		Run run = slow.run();
		assertThat(run).isNotNull();
		RunResult resumed = this.runs.resume(run.id(), run.threadId());
		this.time.pass(Duration.ofMinutes(5));
		RunResult started = slow.join();
		assertThat(resumed.text()).isEqualTo("abcdefghij");
		assertThat(started.messages()).isEqualTo(resumed.messages());
		assertThat(this.application.threads().messages(run.threadId(), PageQuery.oldestFirst()).data())
			.extracting(Message::text)
			.containsExactly("slow", "abcdefghij");
	}

	@Test
	void threadThatIsTooLongNamesThePropertiesHoweverTheServerSaysSo() {
		String words = "Your input exceeds the context window of this model";
		this.simulator.when(message().contains("much")).fail("context_length_exceeded", words);
		for (String message : List.of("much", "thanks")) {
			if (message.equals("thanks")) {
				this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.errorAfter(1,
						"{\"error\":{\"message\":\"" + words + "\",\"code\":\"context_length_exceeded\"}}"));
			}
			RunResult result = this.runs.execute(request(message).build());
			assertThat(result.run().status()).as(message).isEqualTo(RunStatus.FAILED);
			assertThat(result.run().lastError()).as(message)
				.isNotNull()
				.satisfies((error) -> assertThat(error.message()).contains(words)
					.containsOnlyOnce("openai.run.thread-window.max-input-tokens"));
		}
	}

	@Test
	void threadThatIsTooLongNamesThePropertiesIfTheServerSaysSoAtOnce() {
		this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.errorAfter(0, """
				{"error":{"message":"maximum context length is 4096 tokens","code":400}}"""));
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.runs.execute(request("thanks").build()))
			.withMessageContaining("openai.run.thread-window.max-input-tokens");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"Slow down\",\"code\":429}}",
			"{\"error\":{\"message\":\"Overloaded\",\"type\":\"server_error\"}}", "{\"error\":\"Overloaded\"}" })
	void errorThatIsPushedAtOnceIsRepeatedLikeAStatus(String error) {
		this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.errorAfter(0, error));
		assertThat(this.runs.execute(request("thanks").build()).text()).isEqualTo("You are welcome");
		assertThat(this.simulator.exchanges()).hasSize(2);
	}

	@Test
	void errorThatIsPushedEachTimeIsShown() {
		this.simulator.failNext(Operation.CREATE_RUN,
				StreamFaults.errorAfter(0, "{\"error\":{\"message\":\"Overloaded\",\"code\":503}}").times(9));
		assertThatExceptionOfType(ServerErrorException.class)
			.isThrownBy(() -> this.runs.execute(request("thanks").build()))
			.withMessageContaining("Overloaded");
		assertThat(this.simulator.exchanges()).hasSize(3);
	}

	@Test
	void cancellingARunClosesItsStreamAndLetsGoOfTheThread() throws InterruptedException {
		String thread = this.application.threads().create().id();
		CountDownLatch first = new CountDownLatch(1);
		RunHandle handle = this.runs.start(request("slow").thread(thread).build(), new RunListener() {

			@Override
			public void textDelta(Run run, String messageId, String delta) {
				first.countDown();
			}

		});
		assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
		handle.cancel();
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.simulator.exchanges()).hasSize(1);
		assertThat(this.runs.execute(request("thanks").thread(thread).build()).text()).isEqualTo("You are welcome");
	}

}
