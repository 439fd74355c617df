package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Timeout;
import com.openai.core.http.StreamResponse;
import com.openai.models.beta.assistants.AssistantStreamEvent;
import com.openai.models.beta.threads.ThreadCreateAndRunParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What OpenAI's own SDK sees of the faults of streams.
 */
@SuppressWarnings("deprecation")
class StreamFaultSdkIntegrationTests {

	private static final int RESPONSE = 9;

	private static final int RUN = 12;

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final OpenAIClient client = OpenAIOkHttpClient.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("test")
		.maxRetries(0)
		.timeout(Timeout.builder().read(Duration.ofMillis(500)).build())
		.build();

	static Stream<Arguments> faults() {
		String broken = "OpenAIIoException";
		return Stream.of(Arguments.of(StreamFaults.cutAfter(0), 0, 0, broken),
				Arguments.of(StreamFaults.cutAfter(3), 3, 3, broken),
				Arguments.of(StreamFaults.stallAfter(3), 3, 3, broken),
				Arguments.of(StreamFaults.endAfter(3), 3, 3, null),
				Arguments.of(StreamFaults.errorAfter(3), 4, 4, null),
				Arguments.of(StreamFaults.errorAfter(0, "{\"error\":\"broken\"}"), 0, 0, "SseException"),
				Arguments.of(StreamFaults.extraEventAfter(0, "ping", "{}"), RUN + 1, RESPONSE + 1, null),
				Arguments.of(StreamFaults.unknownEvents(), 2 * RUN + 1, 2 * RESPONSE, null),
				Arguments.of(StreamFaults.comments(), RUN, RESPONSE, null),
				Arguments.of(StreamFaults.framesWithoutSpaces(), RUN, RESPONSE, null),
				Arguments.of(StreamFaults.nullDeltaIds(), RUN, RESPONSE, null),
				Arguments.of(Fault.malformed(), 0, 0, "OpenAIInvalidDataException"),
				Arguments.of(Fault.truncated(), 0, 0, broken),
				Arguments.of(Fault.slow(Duration.ofMillis(50)), RUN, RESPONSE, null),
				Arguments.of(Fault.noAnswerAfter(), 0, 0, broken), Arguments.of(Fault.resetAfter(), 0, 0, broken),
				Arguments.of(Fault.afterActing(503), 0, 0, "InternalServerException"));
	}

	@BeforeEach
	void script() {
		this.simulator.assistant("asst_1", (assistant) -> assistant.name("Support"));
		this.simulator.when(anyMessage()).reply("Shipped");
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.simulator.close();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void runMeetsTheFault(Fault fault, int events, int ignored, @Nullable String problem) {
		this.simulator.failNext(Operation.CREATE_THREAD_AND_RUN, fault);
		List<String> seen = new ArrayList<>();
		String thrown = problem(() -> {
			ThreadCreateAndRunParams params = ThreadCreateAndRunParams.builder().assistantId("asst_1").build();
			try (StreamResponse<AssistantStreamEvent> stream = this.client.beta()
				.threads()
				.createAndRunStreaming(params)) {
				stream.stream().forEach((event) -> seen.add(event.toString()));
			}
		});
		assertThat(thrown).isEqualTo(problem);
		assertThat(seen).hasSize(events);
		assertThat(this.simulator.accepted(Operation.CREATE_THREAD_AND_RUN)).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("faults")
	void responseMeetsTheFault(Fault fault, int ignored, int events, @Nullable String problem) {
		this.simulator.failNext(Operation.CREATE_RUN, fault);
		List<String> seen = new ArrayList<>();
		String thrown = problem(() -> {
			ResponseCreateParams params = ResponseCreateParams.builder().model("gpt-4.1").input("Hi").build();
			try (StreamResponse<ResponseStreamEvent> stream = this.client.responses().createStreaming(params)) {
				stream.stream().forEach((event) -> seen.add(event.toString()));
			}
		});
		assertThat(thrown).isEqualTo(problem);
		assertThat(seen).hasSize(events);
		assertThat(this.simulator.accepted(Operation.CREATE_RUN)).hasSize(1);
	}

	private static @Nullable String problem(Runnable action) {
		try {
			action.run();
			return null;
		}
		catch (RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}
	}

}
