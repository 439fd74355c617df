package io.github.openairun.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that was probably meant.
 *
 * @since 0.1.0
 */
public final class ClosestName {

	private ClosestName() {
	}

	/**
	 * Return the name with the fewest edits, whatever the case.
	 * @param name the name that was written
	 * @param names the names that exist, at least one
	 * @return the closest of them; the first one if several are equally close
	 */
	public static String of(String name, Collection<String> names) {
		String wanted = name.toLowerCase(Locale.ROOT);
		return names.stream()
			.min(Comparator.comparingInt((candidate) -> distance(wanted, candidate.toLowerCase(Locale.ROOT))))
			.orElseThrow();
	}

	/**
	 * Return the name that was probably meant, if one is similar.
	 * @param name the name that was written
	 * @param names the names that exist, possibly none
	 * @return the closest of them, or {@code null} if more than a third of the name would
	 * have to change
	 */
	public static @Nullable String similarTo(String name, Collection<String> names) {
		if (names.isEmpty()) {
			return null;
		}
		String closest = of(name, names);
		int distance = distance(name.toLowerCase(Locale.ROOT), closest.toLowerCase(Locale.ROOT));
		return (distance <= Math.max(1, name.length() / 3)) ? closest : null;
	}

	private static int distance(String left, String right) {
		int[] previous = new int[right.length() + 1];
		for (int j = 0; j <= right.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= left.length(); i++) {
			int[] current = new int[right.length() + 1];
			current[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				int change = (left.charAt(i - 1) == right.charAt(j - 1)) ? 0 : 1;
				current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[right.length()];
	}

}
