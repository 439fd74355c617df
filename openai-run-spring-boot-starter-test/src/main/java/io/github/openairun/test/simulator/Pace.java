package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How the simulated model writes: in which pieces, and how fast.
 *
 * @param size the characters of a piece, or 0 for a word each
 * @param queued the time in the queue, or {@code null} for what the simulator is set to
 * @param first the time until the first piece, or {@code null} for what the simulator is
 * set to
 * @param between the time between two pieces
 * @param end the time between the last piece and the end
 */
record Pace(int size, @Nullable Duration queued, @Nullable Duration first, Duration between, Duration end) {

	static final Pace INSTANT = new Pace(0, null, null, Duration.ZERO, Duration.ZERO);

	Pace withSize(int size) {
		return new Pace(size, this.queued, this.first, this.between, this.end);
	}

	Pace withQueued(Duration queued) {
		return new Pace(this.size, queued, this.first, this.between, this.end);
	}

	Pace withFirst(Duration first) {
		return new Pace(this.size, this.queued, first, this.between, this.end);
	}

	Pace withBetween(Duration between) {
		return new Pace(this.size, this.queued, this.first, between, this.end);
	}

	Pace withEnd(Duration end) {
		return new Pace(this.size, this.queued, this.first, this.between, end);
	}

	Instant started(SimulatorSettings.Phases phases, Instant turn) {
		return turn.plus((this.queued != null) ? this.queued : phases.queuedFor());
	}

	Instant firstToken(SimulatorSettings.Phases phases, Instant turn) {
		return started(phases, turn).plus((this.first != null) ? this.first : phases.workingFor());
	}

	/**
	 * Plans the pieces of a text.
	 * @param text the text
	 * @param timeline where they are planned
	 * @param start the time of the first one
	 * @param action what to do with each
	 * @return the time of the last one, or the start if there is none
	 */
	Instant write(String text, Timeline timeline, Instant start, Consumer<String> action) {
		Instant last = start;
		Instant time = start;
		for (String piece : split(text)) {
			timeline.at(time, (at) -> action.accept(piece));
			last = time;
			time = time.plus(this.between);
		}
		return last;
	}

	static Duration checked(Duration duration) {
		Assert.notNull(duration, "'duration' must not be null");
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		return duration;
	}

	List<String> split(String text) {
		if (this.size == 0) {
			return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)"));
		}
		List<String> pieces = new ArrayList<>();
		int from = 0;
		while (from < text.length()) {
			int to = Math.min(text.length(), from + this.size);
			if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
				to++;
			}
			pieces.add(text.substring(from, to));
			from = to;
		}
		return pieces;
	}

}
