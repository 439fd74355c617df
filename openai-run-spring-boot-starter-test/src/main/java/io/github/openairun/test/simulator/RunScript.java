package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the simulated model does about a message: rounds of tool calls, then an end. The
 * same script serves both wires and any number of runs.
 *
 * @since 0.1.0
 */
public final class RunScript {

	private final MessageMatcher matcher;

	private final List<ScriptRound> rounds = new ArrayList<>();

	private final List<ObjectNode> items = new ArrayList<>();

	private @Nullable Function<ToolOutputs, Outcome> end;

	private Pace pace = Pace.INSTANT;

	private @Nullable Usage usage;

	RunScript(MessageMatcher matcher) {
		this.matcher = matcher;
	}

	/**
	 * Adds a round with one call.
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link ToolCallScript#raw(String)}
	 * @return this script
	 */
	public RunScript call(String tool, Object arguments) {
		return calls(ToolCallScript.call(tool, arguments));
	}

	/**
	 * Adds a round with several calls at once. If the request forbids parallel calls,
	 * they are made one by one.
	 * @param calls the calls
	 * @return this script
	 */
	public synchronized RunScript calls(ToolCallScript... calls) {
		Assert.notEmpty(calls, "'calls' must not be empty");
		this.rounds.add(new ScriptRound(List.copyOf(this.items), List.of(calls)));
		this.items.clear();
		return this;
	}

	/**
	 * Adds a round with one call of a custom tool.
	 * @param tool the tool's name
	 * @param input the input, any text
	 * @return this script
	 */
	public RunScript callCustom(String tool, String input) {
		return calls(ToolCallScript.custom(tool, input));
	}

	/**
	 * Adds a round that asks for the approval of a call of a remote MCP server, see
	 * {@link ToolCallScript#approval}.
	 * @param server the label of the MCP server
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link ToolCallScript#raw(String)}
	 * @param output the output of the MCP server if the call is approved
	 * @return this script
	 */
	public RunScript requestApproval(String server, String tool, Object arguments, String output) {
		return calls(ToolCallScript.approval(server, tool, arguments, output));
	}

	/**
	 * Adds items that a response puts out right before the calls of the next round, or
	 * before the end: reasoning, calls of built-in tools, messages with citations,
	 * requests for approval. If nothing follows, the response completes with them. Only
	 * wire {@link Wire#RESPONSES} shows them.
	 * @param items any objects, written as JSON, or {@link ToolCallScript#raw(String)};
	 * they get an id if they have none
	 * @return this script
	 */
	public synchronized RunScript items(Object... items) {
		for (Object item : items) {
			JsonNode json = SimulatorJson.read(ToolCallScript.json(item));
			Assert.isInstanceOf(ObjectNode.class, json, "An item must be an object");
			this.items.add((ObjectNode) json);
		}
		return this;
	}

	/**
	 * Ends the run with a text. If the request asks for a format that the text does not
	 * fit, the run fails.
	 * @param text the reply
	 * @return this script
	 */
	public RunScript reply(String text) {
		Assert.notNull(text, "'text' must not be null");
		return end((outputs) -> new Outcome.Reply(text));
	}

	/**
	 * Ends the run with a text that is made from the outputs.
	 * @param template makes the reply
	 * @return this script
	 */
	public RunScript reply(Function<ToolOutputs, String> template) {
		Assert.notNull(template, "'template' must not be null");
		return end((outputs) -> new Outcome.Reply(template.apply(outputs)));
	}

	/**
	 * Ends the run with an object as JSON text, as structured output does.
	 * @param value any object
	 * @return this script
	 */
	public RunScript replyJson(Object value) {
		Assert.notNull(value, "'value' must not be null");
		return reply(SimulatorJson.write(value));
	}

	/**
	 * Ends the run with a text that need not fit the format which the request asks for,
	 * as from a server that does not hold to it.
	 * @param text the reply
	 * @return this script
	 */
	public RunScript replyUnchecked(String text) {
		Assert.notNull(text, "'text' must not be null");
		return end((outputs) -> new Outcome.Reply(text, false));
	}

	/**
	 * Ends the run with a refusal, which is not a reply.
	 * @param text the refusal
	 * @return this script
	 */
	public RunScript refuse(String text) {
		Assert.notNull(text, "'text' must not be null");
		return end((outputs) -> new Outcome.Declined(text));
	}

	/**
	 * Lets the run fail.
	 * @param code the error's code, such as {@code server_error} or
	 * {@code rate_limit_exceeded}
	 * @param message the error's message
	 * @return this script
	 */
	public RunScript fail(String code, String message) {
		Assert.hasText(code, "'code' must not be empty");
		Assert.notNull(message, "'message' must not be null");
		return end((outputs) -> new Outcome.Failure(code, message));
	}

	/**
	 * Cuts the run short.
	 * @param reason such as {@code max_completion_tokens} (the same as
	 * {@code max_output_tokens}) or {@code content_filter}
	 * @param calls calls that were being written just then; a client must not make them.
	 * Only wire {@link Wire#RESPONSES} shows them
	 * @return this script
	 */
	public RunScript incomplete(String reason, ToolCallScript... calls) {
		Assert.hasText(reason, "'reason' must not be empty");
		List<ToolCallScript> cut = List.of(calls);
		return end((outputs) -> new Outcome.Incomplete(reason, cut));
	}

	/**
	 * Ends the run as cancelled, as if somebody else had cancelled it.
	 * @return this script
	 */
	public RunScript cancel() {
		return end((outputs) -> new Outcome.Stopped(SimulatedRunStatus.CANCELLED));
	}

	/**
	 * Lets the run expire, though its time is not up. Only runs of wire
	 * {@link Wire#ASSISTANTS} do; on wire {@link Wire#RESPONSES} it fails.
	 * @return this script
	 */
	public RunScript expire() {
		return end((outputs) -> new Outcome.Stopped(SimulatedRunStatus.EXPIRED));
	}

	/**
	 * Sets what each turn of the model counts; by default a rough guess.
	 * @param input the tokens read
	 * @param output the tokens written
	 * @return this script
	 */
	public synchronized RunScript usage(int input, int output) {
		Assert.isTrue(input >= 0 && output >= 0, "'input' and 'output' must not be negative");
		this.usage = new Usage(input, output);
		return this;
	}

	/**
	 * Sets how long the run is queued in each turn.
	 * @param duration the duration, by default that of
	 * {@link OpenAiSimulator.Builder#queuedFor}
	 * @return this script
	 */
	public RunScript queuedFor(Duration duration) {
		return pace((pace) -> pace.withQueued(Pace.checked(duration)));
	}

	/**
	 * Sets in which pieces texts and arguments are written; by default word by word.
	 * @param characters the length of a piece, at least 1; surrogate pairs are not split
	 * @return this script
	 */
	public RunScript deltas(int characters) {
		Assert.isTrue(characters > 0, "'characters' must be positive");
		return pace((pace) -> pace.withSize(characters));
	}

	/**
	 * Sets how long the model works before the first piece of each turn.
	 * @param duration the duration since the run was taken from the queue; by default
	 * that of {@link OpenAiSimulator.Builder#workingFor}
	 * @return this script
	 */
	public RunScript firstDeltaAfter(Duration duration) {
		return pace((pace) -> pace.withFirst(Pace.checked(duration)));
	}

	/**
	 * Sets the time between two pieces.
	 * @param duration the duration, by default zero
	 * @return this script
	 */
	public RunScript betweenDeltas(Duration duration) {
		return pace((pace) -> pace.withBetween(Pace.checked(duration)));
	}

	/**
	 * Sets the time between the last piece of a turn and its end.
	 * @param duration the duration, by default zero
	 * @return this script
	 */
	public RunScript endsAfter(Duration duration) {
		return pace((pace) -> pace.withEnd(Pace.checked(duration)));
	}

	MessageMatcher matcher() {
		return this.matcher;
	}

	/**
	 * Returns the calls of remote MCP servers.
	 */
	synchronized List<ToolCallScript> mcpCalls() {
		return this.rounds.stream().flatMap((round) -> round.calls().stream()).filter(ToolCallScript::isMcp).toList();
	}

	synchronized Pace pace() {
		return this.pace;
	}

	synchronized int input(int counted) {
		return (this.usage != null) ? this.usage.input() : counted;
	}

	synchronized int output(int turns, int counted) {
		return (this.usage != null) ? this.usage.output() * turns : counted;
	}

	/**
	 * Decides the next turn from nothing but the calls made so far, so that a run needs
	 * no place in the script of its own, on whichever wire and in how many requests it
	 * comes.
	 */
	synchronized Outcome next(List<AnsweredCall> answered, CallRules rules) {
		List<ScriptRound> turns = (rules.choice() != CallRules.Choice.NONE) ? turns(rules) : List.of();
		int made = answered.size();
		for (ScriptRound turn : turns) {
			if (made <= 0) {
				return turn.outcome();
			}
			made -= turn.calls().size();
		}
		// A model that must call does so every time it is asked.
		if (rules.choice() == CallRules.Choice.REQUIRED && !turns.isEmpty()) {
			return turns.get(turns.size() - 1).outcome();
		}
		return Outcome.after(this.items, end(new ToolOutputs(answered)));
	}

	/**
	 * Returns the turns that a request allows. A model that must call one of some tools
	 * makes only calls of these, if the script has any.
	 */
	private List<ScriptRound> turns(CallRules rules) {
		List<ScriptRound> turns = rules.parallel() ? this.rounds
				: this.rounds.stream().flatMap(ScriptRound::singly).toList();
		if (rules.choice() != CallRules.Choice.REQUIRED || rules.only().isEmpty()) {
			return turns;
		}
		List<ScriptRound> forced = turns.stream()
			.map((turn) -> turn.only(rules.only()))
			.filter((turn) -> !turn.calls().isEmpty())
			.toList();
		return forced.isEmpty() ? turns : forced;
	}

	private Outcome end(ToolOutputs outputs) {
		if (this.end == null) {
			return !this.items.isEmpty() ? new Outcome.Stopped(SimulatedRunStatus.COMPLETED)
					: new Outcome.Failure("server_error",
							"The simulator's script for '" + this.matcher + "' has no end; finish it with reply(...)");
		}
		try {
			return this.end.apply(outputs);
		}
		catch (RuntimeException ex) {
			return new Outcome.Failure("server_error",
					"The simulator's script for '" + this.matcher + "' could not reply: " + ex.getMessage());
		}
	}

	private synchronized RunScript pace(UnaryOperator<Pace> change) {
		this.pace = change.apply(this.pace);
		return this;
	}

	private synchronized RunScript end(Function<ToolOutputs, Outcome> end) {
		this.end = end;
		return this;
	}

	private record Usage(int input, int output) {

	}

}
