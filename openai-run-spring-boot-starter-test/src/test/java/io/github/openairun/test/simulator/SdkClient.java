package io.github.openairun.test.simulator;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

/**
 * OpenAI's own SDK, which validates every answer and sends each request once.
 */
final class SdkClient {

	private SdkClient() {
	}

	static OpenAIClient validating(OpenAiSimulator simulator) {
		return OpenAIOkHttpClient.builder()
			.baseUrl(simulator.baseUrl())
			.apiKey("test")
			.maxRetries(0)
			.responseValidation(true)
			.build();
	}

}
