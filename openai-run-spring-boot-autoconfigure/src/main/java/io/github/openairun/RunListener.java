package io.github.openairun;

/**
 * Follows a run while it is driven; beans of this type follow every run.
 * <p>
 * Methods are called in order by the thread that drives the run. What a listener throws
 * is logged and changes nothing.
 */
public interface RunListener {

	/**
	 * The run was created or taken up, or its status has changed.
	 * @param run the newest snapshot
	 */
	default void statusChanged(Run run) {
	}

	/**
	 * A tool call is about to be executed.
	 * @param run the run that asks for it
	 * @param call the call
	 */
	default void toolCallStarted(Run run, ToolCall call) {
	}

	/**
	 * A tool call was answered, by its handler or with an error for the model.
	 * @param run the run that asked for it
	 * @param call the call
	 * @param output the answer
	 */
	default void toolCallFinished(Run run, ToolCall call, ToolOutput output) {
	}

	/**
	 * The run has ended.
	 * @param result the ended run with its messages
	 */
	default void ended(RunResult result) {
	}

}
