package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a run or a response is going to do and when, moment by moment. It has no clock of
 * its own.
 */
final class Timeline {

	private final Deque<Moment> moments = new ArrayDeque<>();

	/**
	 * Plans a moment behind all others.
	 */
	void at(Instant time, Consumer<Instant> action) {
		this.moments.add(new Moment(time, action));
	}

	/**
	 * Returns the time of the next moment.
	 */
	@Nullable Instant due() {
		Moment next = this.moments.peek();
		return (next != null) ? next.time() : null;
	}

	/**
	 * Lets the next moment happen, if its time has come.
	 */
	boolean step(Instant now) {
		Moment next = this.moments.peek();
		if (next == null || now.isBefore(next.time())) {
			return false;
		}
		this.moments.remove();
		next.action().accept(next.time());
		return true;
	}

	void clear() {
		this.moments.clear();
	}

	private record Moment(Instant time, Consumer<Instant> action) {

	}

}
