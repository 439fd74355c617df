package io.github.openairun.test.docs;

import java.time.Duration;
import java.util.List;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

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
