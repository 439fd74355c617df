package io.github.openairun.test.simulator;

import tools.jackson.databind.node.ObjectNode;

/**
 * A rough count of tokens, four characters each: usage has to be there and plausible, not
 * right.
 */
final class Tokens {

	private Tokens() {
	}

	static int of(String text) {
		return (text.length() + 3) / 4;
	}

	/**
	 * Returns as much of a text as some tokens hold.
	 */
	static String cut(String text, int tokens) {
		return (Tokens.of(text) <= tokens) ? text : text.substring(0, 4 * Math.max(0, tokens));
	}

	static ObjectNode usage(int prompt, int completion) {
		return SimulatorJson.object()
			.put("prompt_tokens", prompt)
			.put("completion_tokens", completion)
			.put("total_tokens", prompt + completion);
	}

	/**
	 * OpenAPI document, ResponseUsage.
	 */
	static ObjectNode responseUsage(int input, int output) {
		ObjectNode usage = SimulatorJson.object().put("input_tokens", input);
		usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
		usage.put("output_tokens", output);
		usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
		return usage.put("total_tokens", input + output);
	}

}
