package io.github.openairun.test.simulator;

import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * A condition on the text of a user message. Conditions can be chained; all of them must
 * hold. Instances are immutable.
 */
public final class MessageMatcher {

	private static final MessageMatcher ANY = new MessageMatcher((text) -> true, "any message", "");

	private final Predicate<String> condition;

	private final String description;

	private final String example;

	private MessageMatcher(Predicate<String> condition, String description, String example) {
		this.condition = condition;
		this.description = description;
		this.example = example;
	}

	/**
	 * Starts a condition on a message's text.
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
	 * @param part the text to look for
	 * @return the narrowed matcher
	 */
	public MessageMatcher contains(String part) {
		Assert.notNull(part, "'part' must not be null");
		return and((text) -> text.contains(part), "contains", part);
	}

	/**
	 * Demands that the whole text matches a regular expression.
	 * @param regex the expression; its dot matches line ends too
	 * @return the narrowed matcher
	 */
	public MessageMatcher matches(String regex) {
		Assert.notNull(regex, "'regex' must not be null");
		Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
		return and((text) -> pattern.matcher(text).matches(), "matches", regex);
	}

	/**
	 * Demands that the text is another.
	 * @param text the whole text
	 * @return the narrowed matcher
	 */
	public MessageMatcher equalTo(String text) {
		Assert.notNull(text, "'text' must not be null");
		return and(text::equals, "is", text);
	}

	boolean test(String text) {
		return this.condition.test(text);
	}

	/**
	 * Returns the literals of this matcher, to measure how near a message comes to it.
	 */
	String example() {
		return this.example;
	}

	private MessageMatcher and(Predicate<String> other, String verb, String literal) {
		String part = verb + " \"" + literal + "\"";
		return new MessageMatcher(this.condition.and(other),
				(this == ANY) ? "message " + part : this.description + " and " + part, this.example + " " + literal);
	}

	@Override
	public String toString() {
		return this.description;
	}

}
