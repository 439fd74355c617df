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

	static ObjectNode usage(int prompt, int completion) {
		return Json.object()
			.put("prompt_tokens", prompt)
			.put("completion_tokens", completion)
			.put("total_tokens", prompt + completion);
	}

}
