package io.github.openairun.test.simulator;

/**
 * A tool call that has got its output.
 *
 * @param tool the tool's name
 * @param output the output
 * @param denied whether the client has denied it, so that there is no output
 */
record AnsweredCall(String tool, String output, boolean denied) {

	AnsweredCall(String tool, String output) {
		this(tool, output, false);
	}

}
