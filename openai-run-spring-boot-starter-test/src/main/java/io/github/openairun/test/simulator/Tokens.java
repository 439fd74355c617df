package io.github.openairun.test.simulator;

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

}
