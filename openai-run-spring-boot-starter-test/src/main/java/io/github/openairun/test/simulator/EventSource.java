package io.github.openairun.test.simulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run or a response that can be followed by a stream.
 */
interface EventSource {

	EventLog events();

	/**
	 * Returns what the source is at present.
	 */
	ObjectNode json();

	/**
	 * Lets the next thing happen, if its time has come.
	 * @return whether it had
	 */
	boolean step(Instant now);

	/**
	 * Moves to where things are at a time.
	 */
	default void advance(Instant now) {
		boolean moved = true;
		while (moved) {
			moved = step(now);
		}
	}

	/**
	 * Returns when the next thing will happen, or {@code null} if nothing will.
	 */
	@Nullable Instant due();

	/**
	 * The client has left before the end of the stream.
	 */
	void left(Instant now);

}
