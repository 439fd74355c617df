package io.github.openairun.test.simulator;

/**
 * Where a stream begins.
 *
 * @param source what it follows
 * @param from the position of its first event
 * @param done whether it ends with an event of its own, as on wire Assistants v2
 */
record Feed(EventSource source, int from, boolean done) {

	static final StreamEvent DONE = new StreamEvent("done", "[DONE]", true);

	static final StreamEvent NAMELESS_DONE = new StreamEvent("", "[DONE]", true);

}
