package io.github.openairun.tool;

import java.util.List;

/**
 * What a model wrote as arguments does not fit a handler's parameters. The message is
 * meant for the model.
 */
final class InvalidArgumentsException extends RuntimeException {

	private final transient List<String> problems;

	InvalidArgumentsException(List<String> problems) {
		super("The arguments are not valid: " + String.join("; ", problems) + ".", null, false, false);
		this.problems = List.copyOf(problems);
	}

	List<String> problems() {
		return this.problems;
	}

}
