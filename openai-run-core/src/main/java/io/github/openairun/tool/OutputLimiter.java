package io.github.openairun.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Limits outputs to the sizes that a server accepts. A text that is too long is cut, and
 * its end states how much is missing.
 */
final class OutputLimiter {

	private static final int LONGEST_MARK = 64;

	private static final int MAX_BYTES_PER_CHAR = 3;

	private final long maxEach;

	private final long maxTotal;

	/**
	 * Create a limiter.
	 * @param maxEach the most bytes of one output, in UTF-8
	 * @param maxTotal the most bytes of all outputs of a round together
	 */
	OutputLimiter(long maxEach, long maxTotal) {
		this.maxEach = maxEach;
		this.maxTotal = maxTotal;
	}

	/**
	 * Limit the outputs of a round. Short ones stay whole; long ones get equal shares of
	 * the rest.
	 * @param texts the outputs
	 * @return the limited outputs in the same order
	 */
	List<String> limit(List<String> texts) {
		long most = 0;
		for (String text : texts) {
			most = Math.max(most, (long) text.length() * MAX_BYTES_PER_CHAR);
		}
		if (most <= this.maxEach && most * texts.size() <= this.maxTotal) {
			return texts;
		}
		long[] sizes = texts.stream().mapToLong(OutputLimiter::size).toArray();
		long share = Math.min(this.maxEach, share(sizes));
		List<String> limited = new ArrayList<>(texts.size());
		for (int i = 0; i < sizes.length; i++) {
			limited.add((sizes[i] <= share) ? texts.get(i) : cut(texts.get(i), sizes[i], share));
		}
		return limited;
	}

	/** Limit one output by itself. */
	String limit(String text) {
		if ((long) text.length() * MAX_BYTES_PER_CHAR <= this.maxEach) {
			return text;
		}
		long size = size(text);
		return (size <= this.maxEach) ? text : cut(text, size, this.maxEach);
	}

	/** Return the greatest length at which all outputs fit together. */
	private long share(long[] sizes) {
		long[] ascending = sizes.clone();
		Arrays.sort(ascending);
		long left = this.maxTotal;
		for (int i = 0; i < ascending.length; i++) {
			long alike = left / (ascending.length - i);
			if (Math.min(ascending[i], this.maxEach) > alike) {
				return alike;
			}
			left -= Math.min(ascending[i], this.maxEach);
		}
		return this.maxEach;
	}

	private static String cut(String text, long size, long max) {
		int kept = prefix(text, Math.max(0, max - LONGEST_MARK));
		long bytes = size(text.substring(0, kept));
		return text.substring(0, kept) + "\n[cut: " + bytes + " of " + size + " bytes]";
	}

	/** Return how many chars fit without splitting a surrogate pair. */
	private static int prefix(String text, long bytes) {
		long used = 0;
		int at = 0;
		while (at < text.length()) {
			int codePoint = text.codePointAt(at);
			used += size(codePoint);
			if (used > bytes) {
				return at;
			}
			at += Character.charCount(codePoint);
		}
		return at;
	}

	private static int size(int codePoint) {
		if (codePoint < 0x80) {
			return 1;
		}
		if (codePoint < 0x800) {
			return 2;
		}
		return (codePoint < 0x10000) ? MAX_BYTES_PER_CHAR : 4;
	}

	private static long size(String text) {
		return (text.length() < 1024) ? text.getBytes(StandardCharsets.UTF_8).length
				: text.codePoints().mapToLong(OutputLimiter::size).sum();
	}

}
