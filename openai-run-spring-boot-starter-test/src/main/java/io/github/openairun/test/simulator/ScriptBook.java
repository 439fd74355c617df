package io.github.openairun.test.simulator;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The scripts of a simulator, in the order of their registration.
 */
final class ScriptBook {

	private static final int NEAREST = 3;

	private final List<RunScript> scripts = new CopyOnWriteArrayList<>();

	private final List<String> unmatched = new CopyOnWriteArrayList<>();

	RunScript add(MessageMatcher matcher) {
		RunScript script = new RunScript(matcher);
		this.scripts.add(script);
		return script;
	}

	List<String> unmatched() {
		return List.copyOf(this.unmatched);
	}

	/**
	 * Returns the first script that matches, or else one that fails and says which come
	 * nearest.
	 */
	RunScript pick(String message) {
		for (RunScript script : this.scripts) {
			if (script.matcher().test(message)) {
				return script;
			}
		}
		String complaint = complaint(message);
		this.unmatched.add(complaint);
		return new RunScript(MessageMatcher.message().equalTo(message)).fail("server_error", complaint);
	}

	private String complaint(String message) {
		String beginning = "The simulator has no script for the message \"" + message + "\". ";
		if (this.scripts.isEmpty()) {
			return beginning + "There is no script at all; add one with simulator.when(...)";
		}
		Set<String> words = words(message);
		return beginning + "Nearest: "
				+ this.scripts.stream()
					.map(RunScript::matcher)
					.sorted(Comparator.comparing((matcher) -> -common(words, matcher)))
					.limit(NEAREST)
					.map(MessageMatcher::toString)
					.collect(Collectors.joining("; "));
	}

	private static long common(Set<String> words, MessageMatcher matcher) {
		return words(matcher.example()).stream().filter(words::contains).count();
	}

	private static Set<String> words(String text) {
		return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
	}

}
