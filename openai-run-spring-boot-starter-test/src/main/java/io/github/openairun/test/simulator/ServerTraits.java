package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a server differs from OpenAI.
 *
 * @param habits what it does
 * @param paths the paths that it serves
 * @param reads what it reads of a request
 * @param echo what it writes of a response
 * @param errors how it writes a refusal, {@code null} if as OpenAI does
 * @param failure how it writes an error within a stream, {@code null} if as OpenAI does
 * @param events the events that it sends, empty if all
 */
record ServerTraits(Set<Trait> habits, ServedPaths paths, Reads reads, Echo echo, @Nullable ErrorShape errors,
		@Nullable ErrorShape failure, Set<String> events) {

	private static final String TEXT = "text/plain";

	private static final String HTML = "text/html; charset=utf-8";

	private static final String JSON = "application/json";

	private static final Set<String> COMMON_FIELDS = Set.of("model", "input", "instructions", "max_output_tokens",
			"stream", "temperature", "tools", "top_p");

	private static final Set<String> RESULT = Set.of("id", "object", "created_at", "completed_at", "status", "model",
			"output", "usage", "error", "incomplete_details");

	private static final Set<String> COMMON_ITEMS = Set.of("message", "function_call", "function_call_output",
			"reasoning");

	private static final Set<String> ALL = Set.of();

	static ServerTraits of(ServerProfile profile) {
		return switch (profile) {
			case OPENAI -> throw new IllegalArgumentException("OpenAI does not differ from itself");
			case OLLAMA -> ollama();
			case VLLM -> vllm();
			case LLAMA_CPP -> llamaCpp();
			case LM_STUDIO -> lmStudio();
			case OPENROUTER -> openRouter();
			case HUGGING_FACE -> huggingFace();
		};
	}

	boolean has(Trait trait) {
		return this.habits.contains(trait);
	}

	/**
	 * Returns the {@code call_id} of a call.
	 * @param index the position of the call among those of its response
	 */
	String callId(int index, IdSequence ids) {
		if (has(Trait.REPEATED_CALL_IDS)) {
			return "call_" + index;
		}
		return ids.next(has(Trait.CALLS_WITHOUT_ID) ? "fc" : "call");
	}

	private static ServerTraits ollama() {
		return new ServerTraits(Set.of(Trait.NO_KEY, Trait.COLLIDING_IDS),
				new ServedPaths(Set.of(Operation.CREATE_RUN), new Raw(404, TEXT, "404 page not found"),
						new Raw(405, TEXT, "405 method not allowed")),
				new Reads(and(COMMON_FIELDS, "reasoning", "text", "truncation"), COMMON_ITEMS, List.of()),
				new Echo(ALL, Map.of("store", "false", "metadata", "{}"), Set.of("background")), null, null, ALL);
	}

	private static ServerTraits vllm() {
		return new ServerTraits(
				Set.of(Trait.NO_KEY, Trait.REPEATED_CALL_IDS, Trait.RESOLVED_LIMIT, Trait.LAST_EVENT_COMPLETED),
				new ServedPaths(Set.of(Operation.CREATE_RUN, Operation.GET_RUN, Operation.CANCEL_RUN),
						new Raw(404, JSON, "{\"detail\":\"Not Found\"}"),
						new Raw(405, JSON, "{\"detail\":\"Method Not Allowed\"}")),
				new Reads(
						and(COMMON_FIELDS, "include", "metadata", "parallel_tool_calls", "reasoning", "service_tier",
								"text", "tool_choice", "top_logprobs", "truncation", "user"),
						ALL,
						List.of(new Refused("background", JsonNode::asBoolean, 400,
								"This vLLM engine does not support `store=True` and therefore does not support the "
										+ "background mode."),
								new Refused("previous_response_id", JsonNode::isString, 404,
										"Response with id not found."))),
				new Echo(ALL, Map.of("store", "false"), Set.of()), ErrorShape.NUMERIC_CODE, ErrorShape.FLAT, ALL);
	}

	private static ServerTraits llamaCpp() {
		Raw missing = new Raw(404, JSON,
				"{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}");
		return new ServerTraits(
				Set.of(Trait.NO_KEY, Trait.CALLS_WITHOUT_ID, Trait.EVENTS_WITHOUT_NUMBER, Trait.CHAT_TEMPLATE),
				new ServedPaths(Set.of(Operation.CREATE_RUN), missing, missing),
				new Reads(and(COMMON_FIELDS, "parallel_tool_calls", "tool_choice"), COMMON_ITEMS,
						List.of(new Refused("previous_response_id", JsonNode::isString, 400,
								"llama.cpp does not support 'previous_response_id'."))),
				new Echo(RESULT, Map.of(), Set.of()), ErrorShape.NO_PARAM, ErrorShape.NO_PARAM, ALL);
	}

	private static ServerTraits lmStudio() {
		Raw missing = new Raw(200, JSON, "{\"error\":\"Unexpected endpoint or method. (%s %s)\"}");
		return new ServerTraits(Set.of(Trait.NO_KEY, Trait.STORES_RESPONSES),
				new ServedPaths(Set.of(Operation.CREATE_RUN), missing, missing),
				new Reads(and(COMMON_FIELDS, "previous_response_id", "reasoning", "store", "text", "tool_choice"), ALL,
						List.of()),
				new Echo(and(RESULT, "previous_response_id", "store", "tools"), Map.of(), Set.of()), null, null,
				Set.of("response.created", "response.output_text.delta", "response.completed", "response.incomplete",
						"response.failed"));
	}

	private static ServerTraits openRouter() {
		Raw missing = new Raw(404, HTML,
				"<!DOCTYPE html><html><head><title>404: This page could not be found</title></head></html>");
		return new ServerTraits(Set.of(Trait.EVENTS_WITHOUT_NAME, Trait.DONE_EVENT),
				new ServedPaths(Set.of(Operation.CREATE_RUN), missing, missing),
				new Reads(
						and(COMMON_FIELDS, "include", "metadata", "parallel_tool_calls", "reasoning", "text",
								"tool_choice", "user"),
						ALL,
						List.of(new Refused("store", JsonNode::asBoolean, 400, "Invalid input: store must be false"),
								new Refused("previous_response_id", JsonNode::isString, 400,
										"Invalid input: previous_response_id is not supported"))),
				new Echo(ALL, Map.of("store", "false"), Set.of()), ErrorShape.NO_TYPE, ErrorShape.NO_TYPE, ALL);
	}

	private static ServerTraits huggingFace() {
		Raw missing = new Raw(404, HTML,
				"<!DOCTYPE html>\n<html lang=\"en\">\n<body>\n<pre>Cannot %s %s</pre>\n</body>\n</html>\n");
		return new ServerTraits(Set.of(Trait.EVENTS_WITHOUT_NAME),
				new ServedPaths(Set.of(Operation.CREATE_RUN), missing, missing),
				new Reads(and(COMMON_FIELDS, "metadata", "reasoning", "text", "tool_choice"),
						Set.of("message", "function_call", "function_call_output", "mcp_list_tools", "mcp_call",
								"mcp_approval_request", "mcp_approval_response"),
						List.of()),
				new Echo(and(RESULT, "instructions", "max_output_tokens", "metadata", "reasoning", "temperature",
						"text", "tool_choice", "tools", "top_p"), Map.of(), Set.of()),
				ErrorShape.ARRAY, null, ALL);
	}

	private static Set<String> and(Set<String> names, String... others) {
		Set<String> all = new HashSet<>(names);
		all.addAll(List.of(others));
		return Set.copyOf(all);
	}

	/**
	 * The paths that a server has.
	 *
	 * @param served the operations; a response that brings outputs counts as
	 * {@link Operation#CREATE_RUN}
	 * @param unknown the answer to any other path
	 * @param wrongMethod the answer to another method on a path that exists
	 */
	record ServedPaths(Set<Operation> served, Raw unknown, Raw wrongMethod) {
	}

	/**
	 * What a server reads of a request that creates a response.
	 *
	 * @param fields the fields, others are dropped
	 * @param items the types of input items, others are refused; empty if all
	 * @param refused the fields that are refused, before any are dropped
	 */
	record Reads(Set<String> fields, Set<String> items, List<Refused> refused) {
	}

	/**
	 * A field that a server refuses.
	 */
	record Refused(String field, Predicate<JsonNode> when, int status, String message) {
	}

	/**
	 * What a server writes of a response.
	 *
	 * @param fields the fields, empty if all
	 * @param fixed fields that always have the same value, as JSON
	 * @param requested fields that are written as they were sent, though they are not
	 * read
	 */
	record Echo(Set<String> fields, Map<String, String> fixed, Set<String> requested) {
	}

	/**
	 * An answer as it stands.
	 *
	 * @param body the body, in which {@code %s} stands for the method and then the path
	 */
	record Raw(int status, String contentType, String body) {

		ApiAnswer answer(String method, String path) {
			return new ApiAnswer(this.status, Map.of("content-type", this.contentType),
					this.body.formatted(method, path));
		}

	}

}
