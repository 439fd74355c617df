package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.RunRequest;
import io.github.openairun.RunUsage;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.items.ResponseRequestWriter;
import io.github.openairun.wire.items.ResponseTools;

/**
 * The metadata of conversations and responses: the application's, and of responses the
 * keys by which a chain of them is known as one run.
 */
final class RunMetadata {

	static final String PREFIX = "openairun.";

	static final String VERSION = PREFIX + "v";

	static final String ASSISTANT = PREFIX + "assistant";

	/** The run's id: that of the first response. */
	static final String RUN = PREFIX + "run";

	/** The number of the response within its run, beginning with 0. */
	static final String SEQUENCE = PREFIX + "seq";

	/** The id of the response before. */
	static final String PREVIOUS = PREFIX + "prev";

	/** The tokens that earlier responses used, so that no later reader has to add up. */
	static final String USAGE = PREFIX + "usage";

	/**
	 * The values of the request that an echo may not contain: the model's name (an echo
	 * may name a version, or what stands behind a deployment), sampling (an echo names
	 * the server's defaults, which models that know no sampling refuse), the limit (an
	 * echo may name one that the server has chosen), the settings that the request had of
	 * its own, and the labels of the MCP servers that credentials were sent for (an echo
	 * never has these).
	 */
	static final String SENT = PREFIX + "sent";

	private static final String AUTHORIZED = "mcp";

	private static final String OWN = "own";

	/** What both a request and an assistant may set. */
	private static final Set<String> SETTINGS = Set.of("model", "instructions", "temperature", "top_p",
			"max_output_tokens", "reasoning", "text");

	private static final int OWN_PAIRS = 7;

	private RunMetadata() {
	}

	static void checkForThread(Map<String, String> metadata, boolean holdsLinks) {
		check(metadata, holdsLinks ? Metadata.MAX_PAIRS - 1 : Metadata.MAX_PAIRS);
	}

	static void checkForRun(Map<String, String> metadata) {
		check(metadata, Metadata.MAX_PAIRS - OWN_PAIRS);
	}

	private static void check(Map<String, String> metadata, int maxPairs) {
		Metadata.check(metadata, maxPairs);
		metadata.keySet()
			.forEach((key) -> Assert.isTrue(!key.startsWith(PREFIX),
					() -> "'metadata' must not have the key '" + key + "': '" + PREFIX + "' is reserved"));
	}

	/**
	 * Return the metadata of a run's first response.
	 * @param body the request, whose model, sampling and limit are kept
	 */
	static ObjectNode first(RunCreation creation, ObjectNode body) {
		ObjectNode all = (ObjectNode) Json.tree(creation.metadata());
		all.put(VERSION, "1");
		put(all, ASSISTANT, creation.request().assistant());
		ObjectNode sent = Json.object();
		for (String name : new String[] { "model", "temperature", "top_p", "max_output_tokens" }) {
			if (body.hasNonNull(name)) {
				sent.set(name, body.get(name));
			}
		}
		Set<String> authorized = ResponseTools.authorized(body);
		if (!authorized.isEmpty()) {
			sent.set(AUTHORIZED, Json.tree(authorized));
		}
		Set<String> own = ownSettings(creation.request());
		if (!own.isEmpty()) {
			sent.set(OWN, Json.tree(own));
		}
		put(all, SENT, sent.toString());
		return all;
	}

	/**
	 * Return the properties that a request sets itself, whatever its assistant has.
	 */
	private static Set<String> ownSettings(RunRequest request) {
		ObjectNode settings = Json.object();
		ResponseRequestWriter.writeSettings(settings, request.settings());
		Set<String> own = new LinkedHashSet<>(settings.propertyNames());
		if (request.instructions() != null || request.additionalInstructions() != null) {
			own.add("instructions");
		}
		request.extraBody().keySet().stream().filter(SETTINGS::contains).forEach(own::add);
		return own;
	}

	/**
	 * Return the properties that the first request had set itself.
	 */
	static List<String> ownSettings(JsonNode response) {
		List<String> own = new ArrayList<>();
		JsonNode sent = sent(response);
		if (sent != null) {
			sent.path(OWN).forEach((name) -> own.add(name.asString("")));
		}
		return own;
	}

	private static void put(ObjectNode metadata, String key, String value) {
		if (value.length() <= Metadata.MAX_VALUE) {
			metadata.put(key, value);
		}
	}

	/**
	 * Return the application's part.
	 */
	static Map<String, String> ofApplication(JsonNode object) {
		Map<String, String> metadata = new LinkedHashMap<>(Json.texts(object, "metadata"));
		metadata.keySet().removeIf((key) -> key.startsWith(PREFIX));
		return metadata;
	}

	/**
	 * Return the library's part.
	 */
	static Map<String, String> ofLibrary(JsonNode object) {
		Map<String, String> metadata = new LinkedHashMap<>(Json.texts(object, "metadata"));
		metadata.keySet().removeIf((key) -> !key.startsWith(PREFIX));
		return metadata;
	}

	static @Nullable String get(JsonNode response, String key) {
		JsonNode metadata = Json.child(response, "metadata");
		return (metadata != null) ? Json.text(metadata, key) : null;
	}

	static int sequence(JsonNode response) {
		JsonNode metadata = Json.child(response, "metadata");
		return (metadata != null) ? (int) Json.number(metadata, SEQUENCE, 0) : 0;
	}

	/**
	 * Return what the first request asked for.
	 * @return the values, or {@code null} if this library did not make the response
	 */
	static @Nullable JsonNode sent(JsonNode response) {
		String sent = get(response, SENT);
		if (sent == null) {
			return null;
		}
		try {
			JsonNode values = Json.mapper().readTree(sent);
			return values.isObject() ? values : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return the labels of the MCP servers that the first request had credentials for.
	 */
	static List<String> authorized(JsonNode response) {
		List<String> labels = new ArrayList<>();
		JsonNode sent = sent(response);
		if (sent != null) {
			sent.path(AUTHORIZED).forEach((label) -> labels.add(label.asString("")));
		}
		return labels;
	}

	static String write(RunUsage usage) {
		return usage.promptTokens() + "," + usage.completionTokens() + "," + usage.totalTokens();
	}

	/**
	 * Return the tokens that earlier responses of the run used.
	 * @return the sum, or {@code null} if it is not known
	 */
	static @Nullable RunUsage earlierUsage(JsonNode response) {
		String usage = get(response, USAGE);
		String[] numbers = (usage != null) ? usage.split(",") : new String[0];
		if (numbers.length != 3) {
			return null;
		}
		try {
			return new RunUsage(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
