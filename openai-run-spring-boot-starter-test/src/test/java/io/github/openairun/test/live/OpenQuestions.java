package io.github.openairun.test.live;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks a server what OpenAI's reference leaves open. It takes a dozen short responses.
 */
class OpenQuestions {

	private static final String TOOLS = """
			'tools': [{'type': 'function', 'name': 'ping', 'description': 'Answers ping', 'strict': true,
			 'parameters': {'type': 'object', 'properties': {}, 'required': [], 'additionalProperties': false}}],
			'tool_choice': 'required'""";

	private final LiveServer server;

	private final String model;

	OpenQuestions(LiveServer server, String model) {
		this.server = server;
		this.model = model;
	}

	List<Answer> ask() {
		return Stream.of(OpenQuestion.values()).map(this::ask).toList();
	}

	Answer ask(OpenQuestion question) {
		try {
			return new Answer(question, answer(question), null);
		}
		catch (IllegalStateException ex) {
			return new Answer(question, null, ex.getMessage());
		}
	}

	private boolean answer(OpenQuestion question) {
		String conversation = this.server.post("/conversations", "{'metadata': {'old': '1'}}").path("id").asString();
		return switch (question) {
			case BACKGROUND_ON_CONVERSATION -> accepts(conversation, say("Say OK."), "");
			case ABSENT_INPUT -> {
				this.server.post(items(conversation), "{'items': [" + message("Say OK.") + "]}");
				yield accepts(conversation, "", "background");
			}
			case DUPLICATE_OUTPUT -> {
				String output = "'input': [" + output(asking(conversation)) + "]";
				this.server.finished(background(conversation, output));
				yield accepts(conversation, output, "background");
			}
			case POSTED_OUTPUT -> {
				String output = output(asking(conversation));
				yield this.server.send("POST", items(conversation), "{'items': [" + output + "]}").accepted();
			}
			case METADATA_UNDER_LOCK -> {
				JsonNode working = background(conversation, say("Count from 1 to 200."));
				boolean accepted = this.server
					.send("POST", "/conversations/" + conversation, "{'metadata': {'new': '1'}}")
					.accepted();
				yield whileWorking(working, accepted);
			}
			case INPUT_WHILE_WORKING -> {
				JsonNode working = background(conversation, say("Count from 1 to 200."));
				yield whileWorking(working, shows(conversation));
			}
			case INPUT_AFTER_CANCEL -> {
				JsonNode working = background(conversation, say("Count from 1 to 200."));
				this.server.post("/responses/" + working.path("id").asString() + "/cancel", "");
				yield endedAs("cancelled", this.server.finished(working), conversation);
			}
			case INPUT_AFTER_INCOMPLETE -> {
				JsonNode working = background(conversation, say("Recite a poem.") + ", 'max_output_tokens': 16");
				yield endedAs("incomplete", this.server.finished(working), conversation);
			}
			case METADATA_REPLACED -> {
				this.server.post("/conversations/" + conversation, "{'metadata': {'new': '1'}}");
				yield !this.server.get("/conversations/" + conversation).path("metadata").has("old");
			}
			case LEFT_RESPONSE -> {
				String body = body(conversation, say("Count from 1 to 200.") + ", 'stream': true");
				JsonNode left = this.server.leave("/responses",
						body.replace("'background': true", "'background': false"));
				yield !this.server.finished(left).path("status").asString().equals("completed");
			}
		};
	}

	/**
	 * Return whether a response is accepted.
	 * @param otherReason the parameter whose refusal answers another question
	 */
	private boolean accepts(String conversation, String rest, String otherReason) {
		LiveServer.Answer answer = this.server.send("POST", "/responses", body(conversation, rest));
		if (answer.body().path("error").path("param").asString("").equals(otherReason) && !otherReason.isEmpty()) {
			answer.required();
		}
		if (answer.accepted()) {
			this.server.finished(answer.body());
		}
		return answer.accepted();
	}

	private JsonNode background(String conversation, String rest) {
		return this.server.post("/responses", body(conversation, rest));
	}

	private String body(String conversation, String rest) {
		return "{'model': '" + this.model + "', 'background': true, 'store': true, 'conversation': '" + conversation
				+ "'" + (rest.isEmpty() ? "" : ", " + rest) + "}";
	}

	/**
	 * Let the model call the tool.
	 * @return the id of its call
	 */
	private String asking(String conversation) {
		JsonNode asking = this.server.finished(background(conversation, say("Call ping.") + ", " + TOOLS));
		for (JsonNode item : asking.path("output")) {
			if (item.path("type").asString().equals("function_call")) {
				return item.path("call_id").asString();
			}
		}
		throw new IllegalStateException("the model did not call the tool");
	}

	private boolean shows(String conversation) {
		return !this.server.get(items(conversation)).path("data").isEmpty();
	}

	private boolean whileWorking(JsonNode response, boolean seen) {
		boolean stillWorked = LiveServer.isAtWork(this.server.get("/responses/" + response.path("id").asString()));
		this.server.finished(response);
		if (!stillWorked) {
			throw new IllegalStateException("the response was too fast");
		}
		return seen;
	}

	private boolean endedAs(String status, JsonNode response, String conversation) {
		String ended = response.path("status").asString();
		if (!ended.equals(status)) {
			throw new IllegalStateException("the response ended as " + ended);
		}
		return shows(conversation);
	}

	private static String items(String conversation) {
		return "/conversations/" + conversation + "/items";
	}

	private static String say(String text) {
		return "'input': [" + message(text) + "]";
	}

	private static String message(String text) {
		return "{'type': 'message', 'role': 'user', 'content': '" + text + "'}";
	}

	private static String output(String callId) {
		return "{'type': 'function_call_output', 'call_id': '" + callId + "', 'output': 'pong'}";
	}

	/**
	 * Return the answers beside what the simulator assumes.
	 */
	static String table(List<Answer> answers) {
		StringBuilder table = new StringBuilder(row("question", "server", "simulator", ""));
		for (Answer answer : answers) {
			boolean differs = answer.yes() != null && answer.yes() != answer.question().assumption();
			String remark = differs ? "DIFFERS: see Variant " + answer.question().opposites()
					: (answer.problem() != null) ? answer.problem() : "";
			table.append(
					row(answer.question().text(), word(answer.yes()), word(answer.question().assumption()), remark));
		}
		return table.toString();
	}

	private static String row(String question, String server, String simulator, String remark) {
		return "%-75s | %-6s | %-9s | %s".formatted(question, server, simulator, remark).stripTrailing() + "\n";
	}

	private static String word(@Nullable Boolean yes) {
		return (yes == null) ? "?" : yes ? "yes" : "no";
	}

	/**
	 * What a server answered.
	 *
	 * @param yes the answer, or {@code null} if there is none
	 * @param problem why there is no answer
	 */
	record Answer(OpenQuestion question, @Nullable Boolean yes, @Nullable String problem) {

	}

}
