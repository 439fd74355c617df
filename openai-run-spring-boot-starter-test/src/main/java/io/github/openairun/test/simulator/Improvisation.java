package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.openairun.ToolDefinition;

/**
 * What the simulated model does about a message that no script matches: for each thing
 * that it asks, it calls the tool that has most in common with it, if the message has all
 * of its arguments, and replies with the outputs. Who asks for a story gets one, which is
 * long.
 */
final class Improvisation {

	/** What separates two things that a message asks. */
	private static final Pattern SEPARATOR = Pattern.compile("[.?!;]+(?:\\s+|$)|,?\\s+and\\s+");

	private static final String STORY = "Once upon a time there was a run. It waited in a queue, it called a tool, and "
			+ "it told what it had found. Then somebody asked again. ";

	private static final int WORDS = 8;

	private final Duration betweenDeltas;

	/**
	 * Creates a model.
	 * @param workingFor how long it works before the first word; in the same time it
	 * writes a handful of words
	 */
	Improvisation(Duration workingFor) {
		this.betweenDeltas = workingFor.dividedBy(WORDS);
	}

	RunScript script(Question question) {
		RunScript script = new RunScript(MessageMatcher.anyMessage()).betweenDeltas(this.betweenDeltas);
		List<ToolCallScript> calls = calls(question);
		if (calls.isEmpty() && question.rules().choice() == CallRules.Choice.REQUIRED) {
			calls = forced(question).stream().toList();
		}
		if (!calls.isEmpty()) {
			script.calls(calls.toArray(ToolCallScript[]::new));
		}
		return script.reply((outputs) -> question.format().fit(reply(question, outputs)));
	}

	/**
	 * Replies with the outputs, also if this request does not offer the tools any more,
	 * or a choice that demanded the calls has ended.
	 */
	private static String reply(Question question, ToolOutputs outputs) {
		if (!outputs.tools().isEmpty()) {
			return outputs.tools()
				.stream()
				.map((tool) -> tool + " says: " + String.join(", ", outputs.getAll(tool)))
				.collect(Collectors.joining("; "));
		}
		if (Vocabulary.of(question.message()).contains(Vocabulary.stem("story"))) {
			return STORY.repeat(12).strip();
		}
		return "You said: \"" + question.message() + "\". This is a simulator: it calls a tool whose "
				+ "arguments your message has, tells a story if you ask for one, and has nothing else to say. "
				+ "Offered: " + question.offeredNames();
	}

	/**
	 * A call that the model has to make, whether the message has its arguments or not.
	 */
	private static Optional<ToolCallScript> forced(Question question) {
		return Stream.concat(
				question.allowed()
					.stream()
					.map((tool) -> ToolCallScript.call(tool.name(),
							SchemaSample.of(SimulatorJson.read(tool.parameters()), question.message()))),
				question.allowedCustom()
					.stream()
					.map((tool) -> ToolCallScript.custom(tool.name(),
							tool.input(question.message()).orElse(question.message()))))
			.findFirst();
	}

	private static List<ToolCallScript> calls(Question question) {
		List<ToolCallScript> calls = SEPARATOR.splitAsStream(question.message())
			.flatMap((part) -> best(question, part, 1).stream())
			.distinct()
			.toList();
		return calls.isEmpty() ? best(question, question.message(), 0).stream().toList() : calls;
	}

	/**
	 * Finds the best call for a part of a message.
	 * @param common how many words the tool must have in common with it at least
	 */
	private static Optional<ToolCallScript> best(Question question, String part, int common) {
		return Stream
			.concat(question.allowed().stream().flatMap((tool) -> candidate(tool, question, part)),
					question.allowedCustom().stream().flatMap((tool) -> candidate(tool, question, part)))
			.filter((candidate) -> candidate.common() >= common && candidate.score() > 0)
			.max(Comparator.comparingInt(Candidate::score))
			.map(Candidate::call);
	}

	private static Stream<Candidate> candidate(ToolDefinition tool, Question question, String part) {
		Set<String> common = Vocabulary.of(part);
		common.retainAll(Vocabulary.of(tool.name() + " " + tool.description()));
		Set<String> foreign = question.offered()
			.stream()
			.flatMap((other) -> Vocabulary.of(other).stream())
			.collect(Collectors.toSet());
		foreign.removeAll(Vocabulary.of(tool));
		MessageValues values = new MessageValues(part, question.message(), foreign);
		return MessageArguments.of(SimulatorJson.read(tool.parameters()), values)
			.map((arguments) -> new Candidate(ToolCallScript.call(tool.name(), arguments), common.size(),
					values.taken()))
			.stream();
	}

	/**
	 * A custom tool takes the part as it is, or what fits its grammar.
	 */
	private static Stream<Candidate> candidate(CustomTool tool, Question question, String part) {
		Set<String> common = Vocabulary.of(part);
		common.retainAll(Vocabulary.of(tool.name() + " " + tool.description()));
		return tool.input(part, question.message())
			.map((input) -> new Candidate(ToolCallScript.custom(tool.name(), input), common.size(), 0))
			.stream();
	}

	private record Candidate(ToolCallScript call, int common, int taken) {

		int score() {
			return 2 * this.common + this.taken;
		}

	}

}
