package io.github.openairun.test.simulator;

import java.util.Locale;

/**
 * Ids in the shape of the real ones, but counted, so that a test run can be repeated.
 */
final class IdSequence {

	private long last;

	/**
	 * Create a sequence.
	 * @param last the number after which it begins
	 */
	IdSequence(long last) {
		this.last = last;
	}

	String next(String prefix) {
		this.last++;
		return String.format(Locale.ROOT, "%s_%024d", prefix, this.last);
	}

}
