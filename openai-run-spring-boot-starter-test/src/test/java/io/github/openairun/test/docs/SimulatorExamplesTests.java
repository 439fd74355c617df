package io.github.openairun.test.docs;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.StreamFaults;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SimulatorExamplesTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final OpenAIClient client = OpenAIOkHttpClient.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.maxRetries(0)
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.simulator.close();
	}

	@Test
	void aScriptWithItsPace() {
		OpenAiSimulator simulator = this.simulator;
		simulator.when(message().contains("order 17"))
			.deltas(4)
			.firstDeltaAfter(Duration.ofMillis(30))
			.betweenDeltas(Duration.ofMillis(2))
			.endsAfter(Duration.ofMillis(5))
			.reply("Your order was shipped");
		assertThat(deltas()).startsWith("Your", " ord").hasSize(6);
	}

	@Test
	void faultsOfAnswers() {
		OpenAiSimulator simulator = this.simulator;
		long seed = 42;
		simulator.when(message().contains("order 17")).reply("Shipped");
		simulator.faults()
			.next(Operation.CREATE_RUN, Fault.beforeActing(429).retryAfterMillis(Duration.ofMillis(20)))
			.next(Operation.GET_RUN, Fault.resetBefore().times(2))
			.always(Operation.LIST_MESSAGES, Fault.slow(Duration.ofMillis(5)))
			.randomly(new Random(seed), 0.1, Set.of(Operation.GET_RUN),
					List.of(Fault.beforeActing(503), Fault.malformed()));
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(this::deltas)
			.satisfies((ex) -> assertThat(ex.headers().values("retry-after-ms")).containsExactly("20"));
		assertThat(deltas()).containsExactly("Shipped");
		assertThat(simulator.accepted(Operation.CREATE_RUN)).hasSize(1);
		assertThat(simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).extracting(Accepted::callIds)
			.doesNotHaveDuplicates();
	}

	@Test
	void faultsOfStreams() {
		OpenAiSimulator simulator = this.simulator;
		simulator.when(message().contains("order 17")).reply("Shipped");
		deltas();
		int events = simulator.exchanges().get(0).eventNames().size();
		assertThat(events).isEqualTo(9);
		simulator.failNext(Operation.CREATE_RUN, StreamFaults.cutAfter(3));
		assertThatExceptionOfType(OpenAIException.class).isThrownBy(this::deltas);
	}

	private List<String> deltas() {
		ResponseCreateParams params = ResponseCreateParams.builder()
			.model("gpt-4.1")
			.input("Where is order 17?")
			.build();
		try (StreamResponse<ResponseStreamEvent> stream = this.client.responses().createStreaming(params)) {
			return stream.stream()
				.flatMap((event) -> event.outputTextDelta().stream())
				.map((event) -> event.delta())
				.toList();
		}
	}

}
