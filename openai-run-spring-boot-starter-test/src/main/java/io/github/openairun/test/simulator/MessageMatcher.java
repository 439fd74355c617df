package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.util.Assert;

/**
 * A condition on a user message, on the run that replies to it, and on the tools of that
 * run. Conditions can be chained; all of them must hold. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class MessageMatcher {

	private static final MessageMatcher ANY = new MessageMatcher(List.of());

	private final List<Condition> conditions;

	private MessageMatcher(List<Condition> conditions) {
		this.conditions = conditions;
	}

	/**
	 * Starts a condition on a message.
	 * @return a matcher that matches every message until it is narrowed
	 */
	public static MessageMatcher message() {
		return ANY;
	}

	/**
	 * Matches every message. As the first script that matches wins, register it last.
	 * @return a matcher that matches every message
	 */
	public static MessageMatcher anyMessage() {
		return ANY;
	}

	/**
	 * Demands that the text contains another, in the same case.
	 * @param part the text to search for
	 * @return the narrowed matcher
	 */
	public MessageMatcher contains(String part) {
		Assert.notNull(part, "'part' must not be null");
		return text("contains", part, (text) -> text.contains(part));
	}

	/**
	 * Demands that the whole text matches a regular expression.
	 * @param regex the expression; its dot matches line ends too
	 * @return the narrowed matcher
	 */
	public MessageMatcher matches(String regex) {
		Assert.notNull(regex, "'regex' must not be null");
		Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
		return text("matches", regex, (text) -> pattern.matcher(text).matches());
	}

	/**
	 * Demands that the text is another.
	 * @param text the whole text
	 * @return the narrowed matcher
	 */
	public MessageMatcher equalTo(String text) {
		Assert.notNull(text, "'text' must not be null");
		return text("is", text, text::equals);
	}

	/**
	 * Matches runs of an assistant.
	 * @param assistant its name in the application's configuration, or its name or id on
	 * the server; on wire {@link Wire#ASSISTANTS} only the last two are sent
	 * @return the narrowed matcher
	 */
	public MessageMatcher assistant(String assistant) {
		Assert.hasText(assistant, "'assistant' must not be empty");
		return and(new Condition("is for assistant \"" + assistant + "\"", "",
				(question) -> question.assistant().stream().anyMatch(assistant::equalsIgnoreCase),
				(question) -> "the assistant is " + question.assistant()));
	}

	/**
	 * Matches runs that may call tools.
	 * @param tools the names of the tools; the run may have others as well
	 * @return the narrowed matcher
	 */
	public MessageMatcher offers(String... tools) {
		List<String> names = List.of(tools);
		return and(new Condition("comes with tools " + names, String.join(" ", tools),
				(question) -> question.offeredNames().containsAll(names),
				(question) -> "the run is offered " + question.offeredNames()));
	}

	/**
	 * Demands that the message is the user's first, second, … on its thread.
	 * @param turn the number, beginning with 1
	 * @return the narrowed matcher
	 */
	public MessageMatcher turn(int turn) {
		Assert.isTrue(turn > 0, "'turn' must be positive");
		return and(new Condition("is the user's message no. " + turn, "", (question) -> question.turn() == turn,
				(question) -> "it is no. " + question.turn()));
	}

	boolean test(Question question) {
		return this.conditions.stream().allMatch((condition) -> condition.predicate().test(question));
	}

	/**
	 * Returns how many of the conditions hold.
	 */
	long held(Question question) {
		return this.conditions.stream().filter((condition) -> condition.predicate().test(question)).count();
	}

	/**
	 * Says why the matcher does not match.
	 */
	String mismatch(Question question) {
		return this.conditions.stream()
			.filter((condition) -> !condition.predicate().test(question))
			.map((condition) -> condition.reason().apply(question))
			.collect(Collectors.joining(", "));
	}

	/**
	 * Returns the literals of this matcher, to measure how near a message comes to it.
	 */
	String example() {
		return this.conditions.stream().map(Condition::literal).collect(Collectors.joining(" "));
	}

	private MessageMatcher text(String verb, String literal, Predicate<String> predicate) {
		String text = verb + " \"" + literal + "\"";
		return and(new Condition(text, literal, (question) -> predicate.test(question.message()),
				(question) -> "no text that " + text));
	}

	private MessageMatcher and(Condition condition) {
		List<Condition> all = new ArrayList<>(this.conditions);
		all.add(condition);
		return new MessageMatcher(List.copyOf(all));
	}

	@Override
	public String toString() {
		return this.conditions.isEmpty() ? "any message"
				: this.conditions.stream().map(Condition::text).collect(Collectors.joining(" and ", "message ", ""));
	}

	private record Condition(String text, String literal, Predicate<Question> predicate,
			Function<Question, String> reason) {

	}

}
