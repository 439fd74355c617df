package io.github.openairun.test.simulator;

import java.util.Locale;

/**
 * Ids in the shape of the real ones, but counted, so that a test run can be repeated.
 */
final class IdSequence {

	private long last;

	String next(String prefix) {
		this.last++;
		return String.format(Locale.ROOT, "%s_%024d", prefix, this.last);
	}

}
