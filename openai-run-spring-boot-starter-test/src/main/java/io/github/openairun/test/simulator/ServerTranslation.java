package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Translates one request that creates a response from the language of a server into that
 * of OpenAI, and what answers it back.
 */
final class ServerTranslation {

	/** The context of the simulated model, for those who tell a limit by it. */
	private static final int CONTEXT = 32_768;

	private static final String COLLIDING_ID = "resp_271828";

	private final ServerTraits traits;

	private final ObjectNode original;

	private final Set<String> calls = new HashSet<>();

	ServerTranslation(ServerTraits traits, ObjectNode original) {
		this.traits = traits;
		this.original = original;
	}

	/**
	 * Returns the request as OpenAI would get it, or refuses it as the server does.
	 */
	RequestBody request() {
		for (ServerTraits.Refused refused : this.traits.reads().refused()) {
			JsonNode value = this.original.path(refused.field());
			if (SimulatorJson.isPresent(value) && refused.when().test(value)) {
				throw new SimulatedApiError(refused.status(), refused.message(), refused.field(), null);
			}
		}
		ObjectNode read = SimulatorJson.object();
		this.original.properties()
			.stream()
			.filter((field) -> this.traits.reads().fields().contains(field.getKey()))
			.forEach((field) -> read.set(field.getKey(), field.getValue().deepCopy()));
		checkItems(read.path("input"));
		if (this.traits.has(Trait.CHAT_TEMPLATE)) {
			ChatTemplateRules.check(read);
		}
		if (this.traits.has(Trait.RESOLVED_LIMIT)) {
			checkLimit(read);
		}
		if (!this.traits.has(Trait.STORES_RESPONSES)) {
			read.put("store", false);
		}
		return new RequestBody("", read);
	}

	private void checkItems(JsonNode input) {
		Set<String> known = this.traits.reads().items();
		for (int i = 0; i < input.size() && input.isArray() && !known.isEmpty(); i++) {
			String type = input.path(i).path("type").asString(input.path(i).has("role") ? "message" : "");
			if (!known.contains(type)) {
				throw new SimulatedApiError(400, "input[" + i + "]: unknown input item type: \"" + type + "\"", "input",
						null);
			}
		}
	}

	private void checkLimit(ObjectNode read) {
		int prompt = promptTokens();
		int limit = read.path("max_output_tokens").asInt(1);
		if (prompt + limit > CONTEXT) {
			throw new SimulatedApiError(400,
					"This model's maximum context length is " + CONTEXT + " tokens. However, you requested "
							+ (prompt + limit) + " tokens (" + prompt + " in the messages, " + limit
							+ " in the completion). Please reduce the length of the messages or completion.",
					"input_tokens", null);
		}
	}

	private int promptTokens() {
		return Tokens.of(this.original.path("instructions").asString(""))
				+ Tokens.of(this.original.path("input").toString());
	}

	/**
	 * Returns the response as the server writes it.
	 */
	ObjectNode response(ObjectNode response) {
		ObjectNode json = response.deepCopy();
		json.remove("conversation");
		if (this.traits.has(Trait.RESOLVED_LIMIT) && json.path("max_output_tokens").isNull()) {
			json.put("max_output_tokens", CONTEXT - promptTokens());
		}
		this.traits.echo().fixed().forEach((name, value) -> json.set(name, SimulatorJson.read(value)));
		for (String name : this.traits.echo().requested()) {
			if (this.original.has(name)) {
				json.set(name, this.original.get(name).deepCopy());
			}
		}
		if (!this.traits.echo().fields().isEmpty()) {
			json.retain(this.traits.echo().fields());
		}
		if (this.traits.has(Trait.COLLIDING_IDS)) {
			json.put("id", COLLIDING_ID);
		}
		json.path("output").forEach(this::item);
		return json;
	}

	private void item(JsonNode item) {
		if (this.traits.has(Trait.CALLS_WITHOUT_ID) && item instanceof ObjectNode call
				&& ResponseItems.CALL.equals(item.path("type").asString("")) && call.has("id")) {
			this.calls.add(call.remove("id").asString());
		}
	}

	/**
	 * Returns the event as the server sends it, or {@code null} if it sends none.
	 */
	@Nullable StreamEvent event(StreamEvent event) {
		if (!(SimulatorJson.read(event.data()) instanceof ObjectNode json)) {
			return event;
		}
		if (!this.traits.events().isEmpty() && !this.traits.events().contains(event.name())) {
			return null;
		}
		String name = event.name();
		ErrorShape failure = this.traits.failure();
		if (failure != null && name.equals("response.failed")) {
			String message = json.at("/response/error/message").asString("");
			return new StreamEvent("", SimulatorJson.write(failure.write(500, message, "")), true);
		}
		if (event.last() && this.traits.has(Trait.LAST_EVENT_COMPLETED)) {
			name = "response.completed";
			json.put("type", name);
		}
		if (json.get("response") instanceof ObjectNode response) {
			json.set("response", response(response));
		}
		item(json.path("item"));
		if (this.calls.contains(json.path("item_id").asString(""))) {
			json.remove("item_id");
		}
		if (this.traits.has(Trait.EVENTS_WITHOUT_NUMBER)) {
			json.remove("sequence_number");
		}
		return new StreamEvent(this.traits.has(Trait.EVENTS_WITHOUT_NAME) ? "" : name, SimulatorJson.write(json),
				event.last());
	}

	boolean endsWithDone() {
		return this.traits.has(Trait.DONE_EVENT);
	}

}
