package io.github.openairun.tool;

import java.util.List;

/**
 * Thrown if the arguments of a call do not fit the parameters of its handler. The message
 * is intended for the model.
 */
final class InvalidArgumentsException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/** The number of problems that a message lists. */
	static final int MAX_PROBLEMS = 20;

	private static final int MAX_LENGTH = 1000;

	private final List<String> problems;

	/**
	 * Create an exception.
	 * @param problems the problems; only the first ones are kept if there are too many
	 */
	InvalidArgumentsException(List<String> problems) {
		this(problems.stream().limit(MAX_PROBLEMS).map(InvalidArgumentsException::cut).toList(),
				problems.size() > MAX_PROBLEMS);
	}

	private InvalidArgumentsException(List<String> problems, boolean more) {
		super("The arguments are not valid: " + String.join("; ", problems)
				+ (more ? "; correct these first, there are more" : "") + ".", null, false, false);
		this.problems = problems;
	}

	private static String cut(String problem) {
		return (problem.length() > MAX_LENGTH) ? problem.substring(0, MAX_LENGTH) + "..." : problem;
	}

	List<String> problems() {
		return this.problems;
	}

}
