package io.github.openairun.wire;

import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * The rules for an application's metadata, checked here because servers name neither the
 * key nor the limit (OpenAI API reference, metadata of every object).
 *
 * @since 0.1.0
 */
public final class Metadata {

	/** The most pairs of an object. */
	public static final int MAX_PAIRS = 16;

	private static final int MAX_KEY = 64;

	/** The most characters of a value. */
	public static final int MAX_VALUE = 512;

	private Metadata() {
	}

	/**
	 * Turn metadata into JSON.
	 * @param metadata up to 16 pairs, keys up to 64 and values up to 512 characters
	 * @return the JSON
	 * @throws IllegalArgumentException if it exceeds a limit
	 */
	public static ObjectNode write(Map<String, String> metadata) {
		check(metadata, MAX_PAIRS);
		ObjectNode json = Json.object();
		metadata.forEach(json::put);
		return json;
	}

	/**
	 * Check metadata of which a wire needs some pairs itself.
	 * @param metadata the application's part
	 * @param maxPairs how many pairs are left to the application
	 * @throws IllegalArgumentException if it exceeds a limit
	 */
	public static void check(Map<String, String> metadata, int maxPairs) {
		if (metadata.size() > maxPairs) {
			String why = (maxPairs < MAX_PAIRS)
					? " (of " + MAX_PAIRS + ", the library needs " + (MAX_PAIRS - maxPairs) + " here)" : "";
			throw new IllegalArgumentException(
					"'metadata' must not have more than " + maxPairs + " pairs, but has " + metadata.size() + why);
		}
		metadata.forEach((key, value) -> {
			check(key.length(), MAX_KEY, "key '" + key + "'");
			check(value.length(), MAX_VALUE, "value of '" + key + "'");
		});
	}

	private static void check(int length, int max, String what) {
		if (length > max) {
			throw new IllegalArgumentException("'metadata' is not legal: the " + what + " must not be longer than "
					+ max + " characters, but has " + length);
		}
	}

}
