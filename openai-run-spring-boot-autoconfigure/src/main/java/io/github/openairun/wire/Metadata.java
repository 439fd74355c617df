package io.github.openairun.wire;

import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * The rules for an application's metadata, checked here because servers name neither the
 * key nor the limit (OpenAI API reference, metadata of every object).
 */
public final class Metadata {

	private static final int MAX_PAIRS = 16;

	private static final int MAX_KEY = 64;

	private static final int MAX_VALUE = 512;

	private Metadata() {
	}

	/**
	 * Turn metadata into JSON.
	 * @param metadata up to 16 pairs, keys up to 64 and values up to 512 characters
	 * @return the JSON
	 * @throws IllegalArgumentException if it exceeds a limit
	 */
	public static ObjectNode write(Map<String, String> metadata) {
		if (metadata.size() > MAX_PAIRS) {
			throw new IllegalArgumentException(
					"'metadata' must not have more than 16 pairs, but has " + metadata.size());
		}
		ObjectNode json = Json.object();
		metadata.forEach((key, value) -> {
			check(key.length(), MAX_KEY, "key '" + key + "'");
			check(value.length(), MAX_VALUE, "value of '" + key + "'");
			json.put(key, value);
		});
		return json;
	}

	private static void check(int length, int max, String what) {
		if (length > max) {
			throw new IllegalArgumentException("'metadata' is not legal: the " + what + " must not be longer than "
					+ max + " characters, but has " + length);
		}
	}

}
