package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a response does, and makes the calls of remote MCP servers before it,
 * which the real server makes by itself.
 */
final class ResponseModel {

	private final ResponseContext context;

	private final Play play;

	private final ResponseTurn turn;

	private final List<ObjectNode> output;

	private final List<AnsweredCall> answered = new ArrayList<>();

	/**
	 * Creates a model.
	 * @param output what the response has put out so far
	 */
	ResponseModel(ResponseContext context, Play play, ResponseTurn turn, List<ObjectNode> output) {
		this.context = context;
		this.play = play;
		this.turn = turn;
		this.output = output;
	}

	/**
	 * Returns what is left to do once all items are put out that come first.
	 */
	Outcome next() {
		for (CalledTools.Called call : this.context.recentCalls()) {
			if (call.isAnswered()) {
				this.answered.add(answered(call));
			}
		}
		while (true) {
			Outcome outcome = this.play.next(this.answered, this.play.question().rules()).ofResponse();
			if (outcome instanceof Outcome.After after) {
				this.turn.items(after.items());
				outcome = after.next();
			}
			if (!(outcome instanceof Outcome.Calls calls)) {
				return outcome;
			}
			List<ToolCallScript> asked = asked(calls.calls());
			if (!asked.isEmpty()) {
				return new Outcome.Calls(asked);
			}
		}
	}

	private AnsweredCall answered(CalledTools.Called call) {
		String output = call.output();
		if (!call.isApproval()) {
			return new AnsweredCall(call.name(), (output != null) ? output : "");
		}
		String answer = this.play.script()
			.mcpCalls()
			.stream()
			.filter((scripted) -> scripted.tool().equals(call.name()) && scripted.server().equals(call.server())
					&& scripted.arguments().equals(call.arguments()))
			.map(ToolCallScript::output)
			.findFirst()
			.orElse("");
		if (call.isDue()) {
			this.turn.mcp(McpTools.call(call.server(), call.name(), call.arguments(), answer)
				.put("approval_request_id", call.id()));
		}
		return new AnsweredCall(call.name(), answer, !call.isApproved());
	}

	/**
	 * Makes the calls that need no approval, and returns the others.
	 */
	private List<ToolCallScript> asked(List<ToolCallScript> calls) {
		List<ToolCallScript> asked = new ArrayList<>();
		McpTools servers = this.play.question().mcp();
		for (ToolCallScript call : calls) {
			if (call.isMcp()) {
				list(call.server());
			}
			if (call.isMcp() && !servers.needsApproval(call)) {
				this.turn.mcp(McpTools.call(call.server(), call.tool(), call.arguments(), call.output()));
				this.answered.add(new AnsweredCall(call.tool(), call.output()));
			}
			else {
				asked.add(call);
			}
		}
		return asked;
	}

	/**
	 * Tells of the tools of a server before the first call of one.
	 */
	private void list(String server) {
		boolean known = Stream.concat(this.context.items().stream(), this.output.stream())
			.anyMatch((item) -> "mcp_list_tools".equals(ClientCalls.type(item))
					&& server.equals(item.path("server_label").asString("")));
		if (!known) {
			this.turn.mcp(McpTools.list(server, this.play.script().mcpCalls()));
		}
	}

}
