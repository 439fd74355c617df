package io.github.openairun.test.simulator;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The scripts of a simulator, in the order of their registration, and the runs that
 * played them.
 */
final class ScriptBook {

	private static final int NEAREST = 3;

	private final @Nullable Improvisation improvisation;

	private final List<RunScript> scripts = new CopyOnWriteArrayList<>();

	private final List<String> unmatched = new CopyOnWriteArrayList<>();

	private final List<Supplier<RecordedRun>> runs = new CopyOnWriteArrayList<>();

	/**
	 * Creates a book.
	 * @param improvisation answers messages that no script matches, or {@code null} if
	 * nobody does
	 */
	ScriptBook(@Nullable Improvisation improvisation) {
		this.improvisation = improvisation;
	}

	RunScript add(MessageMatcher matcher) {
		RunScript script = new RunScript(matcher);
		this.scripts.add(script);
		return script;
	}

	void record(Supplier<RecordedRun> run) {
		this.runs.add(run);
	}

	List<RecordedRun> runs() {
		return this.runs.stream().map(Supplier::get).toList();
	}

	List<String> unmatched() {
		return List.copyOf(this.unmatched);
	}

	void clear() {
		this.scripts.clear();
		this.unmatched.clear();
		this.runs.clear();
	}

	/**
	 * Returns the first script that matches, or else one that fails and says which come
	 * nearest.
	 */
	RunScript pick(Question question) {
		for (RunScript script : this.scripts) {
			if (script.matcher().test(question)) {
				return script;
			}
		}
		if (this.improvisation != null) {
			return this.improvisation.script(question);
		}
		String complaint = complaint(question);
		this.unmatched.add(complaint);
		return new RunScript(MessageMatcher.message().equalTo(question.message())).fail("server_error", complaint);
	}

	/**
	 * Plays the next turn of a script. A call of a tool that the request does not offer,
	 * or a reply that does not fit the format that the request asks for, ends the run: a
	 * test would pass, although no server would do this.
	 */
	Outcome play(RunScript script, Question question, List<AnsweredCall> answered, CallRules rules) {
		Outcome outcome = script.next(answered, rules);
		Outcome last = (outcome instanceof Outcome.After after) ? after.next() : outcome;
		if (last instanceof Outcome.Calls calls) {
			for (ToolCallScript call : calls.calls()) {
				String why = mismatch(call, question, rules);
				if (why != null) {
					return unplayable(question, "calls the tool \"" + call.tool() + "\", which " + why);
				}
			}
		}
		if (last instanceof Outcome.Reply reply && reply.checked()) {
			String why = question.format().mismatch(reply.text());
			if (why != null) {
				return unplayable(question, "replies what does not fit the format of the request: " + why);
			}
		}
		return outcome;
	}

	private Outcome unplayable(Question question, String why) {
		String complaint = "The simulator's script for the message \"" + question.message() + "\" " + why;
		this.unmatched.add(complaint);
		return new Outcome.Failure("server_error", complaint);
	}

	private static @Nullable String mismatch(ToolCallScript call, Question question, CallRules rules) {
		if (call.invented()) {
			return null;
		}
		if (call.isMcp()) {
			List<String> servers = question.mcp().labels();
			return (question.tools() == null || servers.contains(call.server())) ? null : "belongs to the MCP server \""
					+ call.server() + "\", which the request does not offer; it offers " + servers;
		}
		if (!isOffered(call, question)) {
			return "the request does not offer; it offers " + question.offeredNames();
		}
		if (!rules.allows(call.tool())) {
			return "the request offers, but its 'tool_choice' allows only " + new TreeSet<>(rules.only());
		}
		String why = (call.kind() == ToolCallScript.Kind.CUSTOM)
				? custom(call, question).map((tool) -> tool.mismatch(call.arguments())).orElse(null) : null;
		return (why != null) ? "the request offers, but " + why : null;
	}

	private static boolean isOffered(ToolCallScript call, Question question) {
		return (call.kind() == ToolCallScript.Kind.CUSTOM) ? custom(call, question).isPresent()
				: question.offered().stream().anyMatch((tool) -> tool.name().equals(call.tool()));
	}

	private static Optional<CustomTool> custom(ToolCallScript call, Question question) {
		return question.custom().stream().filter((tool) -> tool.name().equals(call.tool())).findFirst();
	}

	private String complaint(Question question) {
		String beginning = "The simulator has no script for the message \"" + question.message() + "\". ";
		if (this.scripts.isEmpty()) {
			return beginning + "There is no script at all; add one with simulator.when(...)";
		}
		Set<String> words = words(question.message());
		return beginning + "Nearest: "
				+ this.scripts.stream()
					.map(RunScript::matcher)
					.sorted(Comparator.<MessageMatcher>comparingLong((matcher) -> -matcher.held(question))
						.thenComparingLong((matcher) -> -common(words, matcher)))
					.limit(NEAREST)
					.map((matcher) -> matcher + " (" + matcher.mismatch(question) + ")")
					.collect(Collectors.joining("; "));
	}

	private static long common(Set<String> words, MessageMatcher matcher) {
		return words(matcher.example()).stream().filter(words::contains).count();
	}

	private static Set<String> words(String text) {
		return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
	}

}
