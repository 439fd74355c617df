package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads scripts, faults and the receiver of webhooks from JSON, for clients in any
 * language. What is wrong is refused as the server refuses requests, with the parameter.
 */
final class ScriptReader {

	private static final Set<String> DOCUMENT = Set.of("scripts", "faults", "webhook");

	private static final List<String> ENDS = List.of("reply", "replyJson", "replyUnchecked", "refuse", "fail",
			"incomplete", "cancel", "expire");

	private static final Set<String> SCRIPT = Stream
		.concat(ENDS.stream(),
				Stream.of("when", "calls", "rounds", "items", "usage", "deltas", "queuedForMillis",
						"firstDeltaAfterMillis", "betweenDeltasMillis", "endsAfterMillis"))
		.collect(Collectors.toUnmodifiableSet());

	private static final Set<String> WHEN = Set.of("contains", "matches", "equalTo", "assistant", "offers", "turn");

	private static final Set<String> CALL = Set.of("tool", "arguments", "input", "server", "output", "invented");

	private static final Set<String> FAULT = Set.of("operation", "status", "times", "acts", "retryAfterMillis");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z0-9_-]+)}");

	private final OpenAiSimulator simulator;

	ScriptReader(OpenAiSimulator simulator) {
		this.simulator = simulator;
	}

	/**
	 * Adds what a document has.
	 * @return how many scripts there were
	 */
	int read(String json) {
		RequestBody document = RequestBody.parse(json).allow(DOCUMENT);
		List<Consumer<OpenAiSimulator>> changes = new ArrayList<>();
		List<RequestBody> scripts = document.objects("scripts", Integer.MAX_VALUE);
		scripts.forEach((script) -> changes.add(script(script.allow(SCRIPT))));
		document.objects("faults", Integer.MAX_VALUE).forEach((fault) -> changes.add(fault(fault.allow(FAULT))));
		RequestBody webhook = document.child("webhook");
		if (webhook != null) {
			webhook.allow(Set.of("url", "secret"));
			String url = webhook.requireText("url");
			String secret = webhook.requireText("secret");
			changes.add((simulator) -> simulator.webhooks().deliverTo(url, secret));
		}
		changes.forEach((change) -> change.accept(this.simulator));
		return scripts.size();
	}

	private static Consumer<OpenAiSimulator> script(RequestBody body) {
		MessageMatcher matcher = matcher(body.child("when"));
		List<Consumer<RunScript>> parts = new ArrayList<>();
		round(body, parts);
		body.objects("rounds", Integer.MAX_VALUE)
			.forEach((round) -> round(round.allow(Set.of("calls", "items")), parts));
		RequestBody usage = body.child("usage");
		if (usage != null) {
			usage.allow(Set.of("input", "output"));
			parts.add((script) -> script.usage(integer(usage, "input"), integer(usage, "output")));
		}
		if (body.has("deltas")) {
			int characters = integer(body, "deltas");
			parts.add((script) -> script.deltas(Math.max(1, characters)));
		}
		duration(body, "queuedForMillis", parts, RunScript::queuedFor);
		duration(body, "firstDeltaAfterMillis", parts, RunScript::firstDeltaAfter);
		duration(body, "betweenDeltasMillis", parts, RunScript::betweenDeltas);
		duration(body, "endsAfterMillis", parts, RunScript::endsAfter);
		parts.add(end(body));
		return (simulator) -> {
			RunScript script = simulator.when(matcher);
			parts.forEach((part) -> part.accept(script));
		};
	}

	private static MessageMatcher matcher(@Nullable RequestBody when) {
		MessageMatcher matcher = MessageMatcher.anyMessage();
		if (when == null) {
			return matcher;
		}
		when.allow(WHEN);
		String contains = when.text("contains");
		matcher = (contains != null) ? matcher.contains(contains) : matcher;
		String equal = when.text("equalTo");
		matcher = (equal != null) ? matcher.equalTo(equal) : matcher;
		String regex = when.text("matches");
		try {
			matcher = (regex != null) ? matcher.matches(regex) : matcher;
		}
		catch (PatternSyntaxException ex) {
			throw SimulatedApiError.invalid(when.param("matches"),
					"no regular expression: " + ex.getDescription() + ".", "invalid_value");
		}
		String assistant = when.text("assistant");
		matcher = (assistant != null) ? matcher.assistant(assistant) : matcher;
		JsonNode offers = when.node("offers");
		if (offers != null) {
			matcher = matcher.offers(offers.valueStream().map((tool) -> tool.asString("")).toArray(String[]::new));
		}
		return when.has("turn") ? matcher.turn(integer(when, "turn")) : matcher;
	}

	private static void round(RequestBody round, List<Consumer<RunScript>> parts) {
		List<RequestBody> items = round.objects("items", Integer.MAX_VALUE);
		if (!items.isEmpty()) {
			parts.add((script) -> script.items(items.stream().map(RequestBody::object).toArray()));
		}
		ToolCallScript[] calls = round.objects("calls", Integer.MAX_VALUE)
			.stream()
			.map((call) -> call(call.allow(CALL)))
			.toArray(ToolCallScript[]::new);
		if (calls.length > 0) {
			parts.add((script) -> script.calls(calls));
		}
	}

	private static ToolCallScript call(RequestBody call) {
		String tool = call.requireText("tool");
		String input = call.text("input");
		if (input != null) {
			return ToolCallScript.custom(tool, input);
		}
		Object arguments = arguments(call.node("arguments"));
		String server = call.text("server");
		if (server != null) {
			String output = call.text("output");
			return ToolCallScript.approval(server, tool, arguments, (output != null) ? output : "");
		}
		return call.flag("invented", false) ? ToolCallScript.invented(tool, arguments)
				: ToolCallScript.call(tool, arguments);
	}

	/**
	 * A text is sent exactly as it is.
	 */
	private static Object arguments(@Nullable JsonNode node) {
		if (node == null) {
			return Map.of();
		}
		return node.isString() ? ToolCallScript.raw(node.stringValue()) : node;
	}

	private static Consumer<RunScript> end(RequestBody body) {
		List<String> ends = ENDS.stream().filter(body::has).toList();
		if (ends.size() != 1) {
			throw SimulatedApiError.invalid(body.param("reply"),
					"a script needs exactly one of " + ENDS + ", but has " + ends + ".", "invalid_value");
		}
		String end = ends.get(0);
		return switch (end) {
			case "replyJson" -> {
				JsonNode json = body.require(end);
				yield (script) -> script.replyJson(json);
			}
			case "replyUnchecked" -> {
				String text = body.requireText(end);
				yield (script) -> script.replyUnchecked(text);
			}
			case "refuse" -> {
				String text = body.requireText(end);
				yield (script) -> script.refuse(text);
			}
			case "incomplete" -> {
				String reason = body.requireText(end);
				yield (script) -> script.incomplete(reason);
			}
			case "cancel" -> RunScript::cancel;
			case "expire" -> RunScript::expire;
			case "fail" -> fail(body);
			default -> {
				String text = body.requireText(end);
				yield (script) -> script.reply((outputs) -> filled(text, outputs));
			}
		};
	}

	private static Consumer<RunScript> fail(RequestBody body) {
		body.require("fail");
		RequestBody fail = body.child("fail");
		if (fail == null) {
			throw SimulatedApiError.missing(body.param("fail"));
		}
		fail.allow(Set.of("code", "message"));
		String code = fail.requireText("code");
		String message = fail.requireText("message");
		return (script) -> script.fail(code, message);
	}

	/**
	 * Replaces the names of tools in braces by their outputs.
	 */
	private static String filled(String text, ToolOutputs outputs) {
		return PLACEHOLDER.matcher(text).replaceAll((match) -> {
			List<String> all = outputs.getAll(match.group(1));
			return Matcher.quoteReplacement(all.isEmpty() ? match.group() : String.join(", ", all));
		});
	}

	private static Consumer<OpenAiSimulator> fault(RequestBody body) {
		String name = body.requireText("operation").toUpperCase(Locale.ROOT);
		List<String> names = Stream.of(Operation.values()).map(Operation::name).toList();
		if (!names.contains(name)) {
			throw SimulatedApiError.invalidValue(body.param("operation"), name, names);
		}
		int status = body.has("status") ? integer(body, "status") : 500;
		if (status < 200 || status > 599) {
			throw SimulatedApiError.invalid(body.param("status"), "expected an HTTP status.", "invalid_value");
		}
		Fault fault = body.flag("acts", false) ? Fault.afterActing(status) : Fault.beforeActing(status);
		if (body.has("retryAfterMillis")) {
			fault = fault.retryAfterMillis(Duration.ofMillis(integer(body, "retryAfterMillis")));
		}
		Fault repeated = fault.times(body.has("times") ? Math.max(1, integer(body, "times")) : 1);
		return (simulator) -> simulator.failNext(Operation.valueOf(name), repeated);
	}

	private static void duration(RequestBody body, String name, List<Consumer<RunScript>> parts, Setter setter) {
		if (body.has(name)) {
			Duration duration = Duration.ofMillis(integer(body, name));
			parts.add((script) -> setter.set(script, duration));
		}
	}

	private static int integer(RequestBody body, String name) {
		Long value = body.integer(name, 0);
		if (value == null) {
			throw SimulatedApiError.missing(body.param(name));
		}
		return Math.toIntExact(value);
	}

	private interface Setter {

		void set(RunScript script, Duration duration);

	}

}
