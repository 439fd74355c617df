package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the operation that a method and a path ask for.
 */
final class Router {

	/**
	 * OpenAI answers an id with the wrong prefix with an error that names the right one.
	 */
	private static final Map<String, String> PREFIXES = Map.of("assistant_id", "asst", "thread_id", "thread",
			"message_id", "msg", "run_id", "run", "step_id", "step", "conversation_id", "conv", "response_id", "resp");

	private static final List<Route> ROUTES = List.of(assistants("POST", "assistants", Operation.CREATE_ASSISTANT),
			assistants("GET", "assistants", Operation.LIST_ASSISTANTS),
			assistants("GET", "assistants/{assistant_id}", Operation.GET_ASSISTANT),
			assistants("POST", "assistants/{assistant_id}", Operation.MODIFY_ASSISTANT),
			assistants("DELETE", "assistants/{assistant_id}", Operation.DELETE_ASSISTANT),
			assistants("POST", "threads", Operation.CREATE_THREAD),
			assistants("POST", "threads/runs", Operation.CREATE_THREAD_AND_RUN),
			assistants("GET", "threads/{thread_id}", Operation.GET_THREAD),
			assistants("POST", "threads/{thread_id}", Operation.MODIFY_THREAD),
			assistants("DELETE", "threads/{thread_id}", Operation.DELETE_THREAD),
			assistants("GET", "threads/{thread_id}/messages", Operation.LIST_MESSAGES),
			assistants("POST", "threads/{thread_id}/messages", Operation.ADD_MESSAGE),
			assistants("GET", "threads/{thread_id}/messages/{message_id}", Operation.GET_MESSAGE),
			assistants("POST", "threads/{thread_id}/messages/{message_id}", Operation.MODIFY_MESSAGE),
			assistants("DELETE", "threads/{thread_id}/messages/{message_id}", Operation.DELETE_MESSAGE),
			assistants("GET", "threads/{thread_id}/runs", Operation.LIST_RUNS),
			assistants("POST", "threads/{thread_id}/runs", Operation.CREATE_RUN),
			assistants("GET", "threads/{thread_id}/runs/{run_id}", Operation.GET_RUN),
			assistants("POST", "threads/{thread_id}/runs/{run_id}", Operation.MODIFY_RUN),
			assistants("POST", "threads/{thread_id}/runs/{run_id}/submit_tool_outputs", Operation.SUBMIT_TOOL_OUTPUTS),
			assistants("POST", "threads/{thread_id}/runs/{run_id}/cancel", Operation.CANCEL_RUN),
			assistants("GET", "threads/{thread_id}/runs/{run_id}/steps", Operation.LIST_STEPS),
			assistants("GET", "threads/{thread_id}/runs/{run_id}/steps/{step_id}", Operation.GET_STEP),
			responses("POST", "conversations", Operation.CREATE_THREAD),
			responses("GET", "conversations/{conversation_id}", Operation.GET_THREAD),
			responses("POST", "conversations/{conversation_id}", Operation.MODIFY_THREAD),
			responses("DELETE", "conversations/{conversation_id}", Operation.DELETE_THREAD),
			responses("GET", "conversations/{conversation_id}/items", Operation.LIST_MESSAGES),
			responses("POST", "conversations/{conversation_id}/items", Operation.ADD_MESSAGE),
			responses("GET", "conversations/{conversation_id}/items/{item_id}", Operation.GET_MESSAGE),
			responses("DELETE", "conversations/{conversation_id}/items/{item_id}", Operation.DELETE_MESSAGE),
			responses("POST", "responses", Operation.CREATE_RUN),
			responses("GET", "responses/{response_id}", Operation.GET_RUN),
			responses("DELETE", "responses/{response_id}", Operation.DELETE_RUN),
			responses("POST", "responses/{response_id}/cancel", Operation.CANCEL_RUN),
			responses("GET", "responses/{response_id}/input_items", Operation.LIST_INPUT_ITEMS),
			responses("POST", "responses/compact", Operation.COMPACT),
			responses("POST", "responses/input_tokens", Operation.COUNT_INPUT_TOKENS),
			responses("GET", "models", Operation.LIST_MODELS),
			responses("GET", "models/{model_id}", Operation.GET_MODEL),
			assistants("GET", "models", Operation.LIST_MODELS),
			assistants("GET", "models/{model_id}", Operation.GET_MODEL));

	private final String base;

	private final List<Route> routes;

	private final ServerTraits.@Nullable ServedPaths paths;

	/**
	 * Creates a router.
	 * @param basePath what all paths begin with, without a slash at its end
	 * @param wires the wires that are served
	 * @param paths the paths of a server other than OpenAI, or {@code null}
	 */
	Router(String basePath, Set<Wire> wires, ServerTraits.@Nullable ServedPaths paths) {
		this.base = basePath + "/";
		this.paths = paths;
		this.routes = ROUTES.stream().filter((route) -> isServed(route, wires)).toList();
	}

	static boolean isModels(Operation operation) {
		return operation == Operation.LIST_MODELS || operation == Operation.GET_MODEL;
	}

	private boolean isServed(Route route, Set<Wire> wires) {
		return (this.paths == null) ? wires.contains(route.wire()) : route.wire() == Wire.RESPONSES
				&& (this.paths.served().contains(route.operation()) || isModels(route.operation()));
	}

	/**
	 * Routes a request. The path of a wire that is not served is unknown, as all paths of
	 * the Assistants API are at OpenAI since it was switched off.
	 */
	Match route(String method, String path) {
		boolean known = false;
		if (path.startsWith(this.base)) {
			String[] segments = path.substring(this.base.length()).split("/", -1);
			for (Route route : this.routes) {
				List<String> ids = route.match(segments);
				if (ids != null && route.method().equals(method)) {
					return new Match(route, ids);
				}
				known |= ids != null;
			}
		}
		SimulatedApiError error = known ? SimulatedApiError.methodNotAllowed(method, path)
				: SimulatedApiError.invalidUrl(method, path);
		if (this.paths != null) {
			ServerTraits.Raw own = known ? this.paths.wrongMethod() : this.paths.unknown();
			throw error.as(own.answer(method, path));
		}
		throw error;
	}

	private static Route assistants(String method, String template, Operation operation) {
		return new Route(Wire.ASSISTANTS, method, List.of(template.split("/")), operation);
	}

	private static Route responses(String method, String template, Operation operation) {
		return new Route(Wire.RESPONSES, method, List.of(template.split("/")), operation);
	}

	/**
	 * One operation's method and path.
	 */
	record Route(Wire wire, String method, List<String> template, Operation operation) {

		@Nullable List<String> match(String[] segments) {
			if (segments.length != this.template.size()) {
				return null;
			}
			List<String> ids = new ArrayList<>();
			for (int i = 0; i < segments.length; i++) {
				if (isParameter(this.template.get(i))) {
					ids.add(segments[i]);
				}
				else if (!this.template.get(i).equals(segments[i])) {
					return null;
				}
			}
			return ids;
		}

		private static boolean isParameter(String segment) {
			return segment.startsWith("{");
		}

	}

	/**
	 * A route with the ids of one request.
	 */
	record Match(Route route, List<String> ids) {

		void checkIds() {
			List<String> names = this.route.template()
				.stream()
				.filter(Route::isParameter)
				.map((segment) -> segment.substring(1, segment.length() - 1))
				.toList();
			for (int i = 0; i < names.size(); i++) {
				String prefix = PREFIXES.get(names.get(i));
				if (prefix != null && !this.ids.get(i).startsWith(prefix + "_")) {
					throw SimulatedApiError.wrongId(names.get(i), this.ids.get(i), prefix);
				}
			}
		}

	}

}
