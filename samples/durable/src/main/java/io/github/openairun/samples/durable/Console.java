package io.github.openairun.samples.durable;

/**
 * Prints what happens.
 */
final class Console {

	private Console() {
	}

	static void print(String label, String text) {
		System.out.printf("%-9s %s%n", label, text);
	}

}
