package io.github.openairun;

import java.util.Collection;
import java.util.List;

import io.github.openairun.support.LogText;

/**
 * The outputs to submit do not match the pending calls of the run; nothing was sent.
 *
 * @since 0.1.0
 */
public class ToolOutputMismatchException extends RunException {

	private static final long serialVersionUID = 1;

	private final List<String> missing;

	private final List<String> surplus;

	/**
	 * Create an exception.
	 * @param run the run
	 * @param missing the ids of pending calls that have no output
	 * @param surplus the ids of outputs that belong to no pending call, or that occur
	 * twice
	 */
	public ToolOutputMismatchException(Run run, Collection<String> missing, Collection<String> surplus) {
		super("The outputs do not match the pending calls of run '" + LogText.of(run.id()) + "' (status '"
				+ LogText.of(run.statusText()) + "'): missing " + LogText.list(missing) + ", unexpected "
				+ LogText.list(surplus) + ". Submit one output for each call, all at once", null);
		this.missing = List.copyOf(missing);
		this.surplus = List.copyOf(surplus);
	}

	/**
	 * Return the ids of pending calls that have no output.
	 * @return the call ids
	 */
	public List<String> missing() {
		return this.missing;
	}

	/**
	 * Return the ids of outputs that belong to no pending call, or that occur twice.
	 * @return the call ids
	 */
	public List<String> surplus() {
		return this.surplus;
	}

}
