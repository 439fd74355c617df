package io.github.openairun.wire.assistants;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;

/**
 * The metadata entry that identifies a run or a message after its create response was
 * lost. It is hidden from applications.
 */
final class NonceMetadata {

	private static final String PREFIX = "openairun.";

	static final String KEY = PREFIX + "nonce";

	private NonceMetadata() {
	}

	/**
	 * Write an application's metadata with a nonce.
	 * @param nonce the nonce, or {@code null} for none
	 * @throws IllegalArgumentException if the metadata is full or uses a reserved key
	 */
	static ObjectNode write(Map<String, String> metadata, @Nullable String nonce) {
		metadata.keySet()
			.forEach((key) -> Assert.isTrue(!key.startsWith(PREFIX),
					() -> "'metadata' must not have the key '" + key + "': '" + PREFIX + "' is reserved"));
		if (nonce == null) {
			return Metadata.write(metadata);
		}
		Metadata.check(metadata, Metadata.MAX_PAIRS - 1);
		return Metadata.write(metadata).put(KEY, nonce);
	}

	/**
	 * Return the application's metadata of an object.
	 */
	static Map<String, String> hide(JsonNode object) {
		Map<String, String> metadata = new LinkedHashMap<>(Json.texts(object, "metadata"));
		metadata.remove(KEY);
		return metadata;
	}

	static @Nullable String of(JsonNode object) {
		return Json.texts(object, "metadata").get(KEY);
	}

}
