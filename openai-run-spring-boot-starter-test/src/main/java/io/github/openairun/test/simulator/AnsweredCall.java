package io.github.openairun.test.simulator;

/**
 * A tool call that has got its output.
 *
 * @param tool the tool's name
 * @param output the output
 */
record AnsweredCall(String tool, String output) {

}
