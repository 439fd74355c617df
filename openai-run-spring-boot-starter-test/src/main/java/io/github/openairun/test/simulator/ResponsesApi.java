package io.github.openairun.test.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Wire Responses with Conversations.
 */
final class ResponsesApi {

	private final SimulatorSettings settings;

	private final IdSequence ids;

	private final ScriptBook scripts;

	private final SimulatedWebhooks webhooks;

	private final ConversationCatalog conversations;

	private final Map<String, SimulatedResponse> responses = new LinkedHashMap<>();

	private final List<ResponseChain> chains = new ArrayList<>();

	private final Set<SimulatedResponse> active = new LinkedHashSet<>();

	ResponsesApi(SimulatorSettings settings, IdSequence ids, ScriptBook scripts, SimulatedWebhooks webhooks) {
		this.settings = settings;
		this.ids = ids;
		this.scripts = scripts;
		this.webhooks = webhooks;
		this.conversations = new ConversationCatalog(settings, ids);
	}

	/**
	 * Returns whether a request that creates a response carries outputs of tools.
	 */
	static boolean hasToolOutputs(RequestBody body) {
		return AddedItems.of(body.object()).stream().anyMatch(AddedItems::isOutput);
	}

	/**
	 * Handles a request that wants its answer streamed.
	 */
	Feed stream(RoutedRequest call) {
		advance(call);
		return switch (call.operation()) {
			case CREATE_RUN, SUBMIT_TOOL_OUTPUTS -> create(call).feed();
			case RESUME_STREAM -> require(call.id(0)).feed(startingAfter(call));
			default -> throw new IllegalStateException("Not a stream: " + call.operation());
		};
	}

	ObjectNode handle(RoutedRequest call) {
		advance(call);
		return switch (call.operation()) {
			case CREATE_THREAD -> this.conversations.create(call);
			case GET_THREAD -> this.conversations.require(call.id(0)).json();
			case MODIFY_THREAD -> this.conversations.modify(call);
			case DELETE_THREAD -> this.conversations.delete(call.id(0));
			case ADD_MESSAGE -> this.conversations.addItems(call);
			case LIST_MESSAGES -> Page.of(this.conversations.require(call.id(0)).items(), call, "item");
			case GET_MESSAGE -> this.conversations.item(call);
			case DELETE_MESSAGE -> this.conversations.deleteItem(call);
			case CREATE_RUN, SUBMIT_TOOL_OUTPUTS -> create(call).json();
			case GET_RUN -> require(call.id(0)).json();
			case DELETE_RUN -> delete(call.id(0));
			case CANCEL_RUN -> cancel(call);
			case COMPACT -> compact(call);
			case COUNT_INPUT_TOKENS -> countTokens(call.body());
			case LIST_INPUT_ITEMS -> Page.of(require(call.id(0)).input(), call, "item");
			default -> throw new IllegalStateException("Not an operation of this wire: " + call.operation());
		};
	}

	/**
	 * OpenAI API reference, Create a model response.
	 */
	private SimulatedResponse create(RoutedRequest call) {
		RequestBody body = call.body();
		ResponseRequests.check(body);
		SimulatedConversation conversation = conversation(body);
		if (conversation != null) {
			ResponseRequests.checkOnConversation(body, this.settings);
		}
		SimulatedResponse previous = previous(body);
		List<ObjectNode> earlier = (conversation != null) ? List.copyOf(conversation.items())
				: (previous != null) ? previous.context() : List.of();
		if (conversation != null) {
			conversation.checkUnlocked();
		}
		ResponseContext context = new ResponseContext(conversation, earlier, input(body, earlier));
		context.check();
		if (this.settings.has(Variant.NO_DUPLICATE_OUTPUTS)) {
			context.checkDuplicates();
		}
		ObjectNode echo = ResponseRequests.echo(body);
		Question question = Question.of(context.lastUserText(), context.userMessages(), echo,
				MissingNode.getInstance());
		SimulatedResponse response = new SimulatedResponse(echo, context, new Play(this.scripts, question),
				this.settings, this.ids, this.webhooks);
		chain(question, context).add(response);
		response.begin(body.flag("stream", false), call.now());
		if (body.flag("store", true)) {
			this.responses.put(response.id(), response);
		}
		if (!response.ended()) {
			this.active.add(response);
		}
		return response;
	}

	private List<ObjectNode> input(RequestBody body, List<ObjectNode> earlier) {
		return new ResponseItems(this.ids, (id) -> item(earlier, id)).read(body, "input", Integer.MAX_VALUE);
	}

	/**
	 * Finds the item that a reference names. OpenAPI document, ItemReferenceParam: it may
	 * be any item that is stored.
	 */
	private @Nullable ObjectNode item(List<ObjectNode> earlier, String id) {
		ObjectNode found = Page.find(earlier, id);
		for (SimulatedResponse response : this.responses.values()) {
			found = (found != null) ? found : Page.find(response.output(), id);
			found = (found != null) ? found : Page.find(response.input(), id);
		}
		return found;
	}

	/**
	 * OpenAI API reference, Compact a response: what the user said stays, and one item
	 * that only the server can read stands for the rest.
	 */
	private ObjectNode compact(RoutedRequest call) {
		List<ObjectNode> items = items(call.body());
		List<ObjectNode> output = new ArrayList<>(items.stream().filter(ResponseContext::isUserMessage).toList());
		int tokens = Tokens.of(items.toString());
		output.add(SimulatorJson.object()
			.put("id", this.ids.next("cmp"))
			.put("type", "compaction")
			.put("encrypted_content",
					Base64.getEncoder().encodeToString((items.size() + " items").getBytes(StandardCharsets.UTF_8))));
		ObjectNode json = SimulatorJson.object().put("id", this.ids.next("resp")).put("object", "response.compaction");
		SimulatorJson.putTime(json, "created_at", call.now());
		json.set("output", SimulatorJson.array(output));
		json.set("usage", Tokens.responseUsage(tokens, Tokens.of(output.toString())));
		return json;
	}

	/**
	 * OpenAI API reference, Get input token counts.
	 */
	private ObjectNode countTokens(RequestBody body) {
		String text = body.object().path("instructions").asString("") + body.object().path("tools");
		return SimulatorJson.object()
			.put("object", "response.input_tokens")
			.put("input_tokens",
					Tokens.of(text) + items(body).stream().mapToInt((item) -> Tokens.of(item.toString())).sum());
	}

	/**
	 * Returns all that a model would see.
	 */
	private List<ObjectNode> items(RequestBody body) {
		SimulatedConversation conversation = conversation(body);
		SimulatedResponse previous = previous(body);
		List<ObjectNode> items = new ArrayList<>(
				(conversation != null) ? conversation.items() : (previous != null) ? previous.context() : List.of());
		items.addAll(input(body, List.copyOf(items)));
		return items;
	}

	private ResponseChain chain(Question question, ResponseContext context) {
		// The newest is asked first, and none if there are no outputs: there may be many.
		if (context.added().stream().anyMatch(AddedItems::isOutput)) {
			ResponseChain found = null;
			for (int i = this.chains.size() - 1; i >= 0; i--) {
				if (this.chains.get(i).isContinuedBy(question, context)) {
					if (!context.isWhole() || this.chains.get(i).waits()) {
						return this.chains.get(i);
					}
					found = (found != null) ? found : this.chains.get(i);
				}
			}
			if (found != null) {
				return found;
			}
		}
		ResponseChain chain = new ResponseChain(question);
		this.chains.add(chain);
		this.scripts.record(chain::recorded);
		return chain;
	}

	private void advance(RoutedRequest call) {
		this.active.forEach((response) -> response.advance(call.now()));
		this.active.removeIf(SimulatedResponse::ended);
	}

	/**
	 * OpenAI API reference, Get a model response: the sequence number of the event behind
	 * which the stream starts.
	 */
	private static int startingAfter(RoutedRequest call) {
		String text = call.query().getOrDefault("starting_after", "-1");
		try {
			return Math.max(-1, Integer.parseInt(text));
		}
		catch (NumberFormatException ex) {
			throw SimulatedApiError.wrongType("starting_after", "an integer", "a string");
		}
	}

	private ObjectNode cancel(RoutedRequest call) {
		SimulatedResponse response = require(call.id(0));
		response.cancel(call.now());
		return response.json();
	}

	private ObjectNode delete(String id) {
		this.responses.remove(require(id).id());
		return SimulatorJson.object().put("id", id).put("object", "response").put("deleted", true);
	}

	private SimulatedResponse require(String id) {
		SimulatedResponse response = this.responses.get(id);
		if (response == null) {
			throw SimulatedApiError.notFound("Response with id '" + id + "' not found.");
		}
		return response;
	}

	/**
	 * The conversation is given by its id or by an object that holds it.
	 */
	private @Nullable SimulatedConversation conversation(RequestBody body) {
		JsonNode node = body.node("conversation");
		if (node == null) {
			return null;
		}
		RequestBody object = node.isObject() ? body.child("conversation") : null;
		String id = (object != null) ? object.requireId("id", "conv") : body.requireId("conversation", "conv");
		return this.conversations.require(id);
	}

	private @Nullable SimulatedResponse previous(RequestBody body) {
		if (body.node("previous_response_id") == null) {
			return null;
		}
		String id = body.requireId("previous_response_id", "resp");
		SimulatedResponse previous = this.responses.get(id);
		if (previous == null) {
			throw new SimulatedApiError(400, "Previous response with id '" + id + "' not found.",
					"previous_response_id", "previous_response_not_found");
		}
		return previous;
	}

}
