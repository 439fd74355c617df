package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * Follows a run while it is driven; beans of this type follow every run.
 * <p>
 * Methods are called one after the other, in the order of what happened, and once for
 * each event: on the caller's thread by {@link RunOperations#execute} and
 * {@link RunOperations#resume}, on threads of the engine by {@link RunOperations#start},
 * never on those of the HTTP client. A slow listener holds up its own run only: of a
 * stream that it does not keep up with, a few events wait in memory and the rest at the
 * server. What a listener throws is logged once for each drive, and changes nothing.
 * <p>
 * Text deltas and steps are told while the run is streamed. If the stream breaks and
 * polling takes over, they may stop early; messages, tool calls, usage and the end are
 * told nonetheless.
 */
public interface RunListener {

	/** Listens to nothing. */
	RunListener NONE = new RunListener() {
	};

	/**
	 * The run was created or taken up, or its status has changed.
	 * @param run the newest snapshot
	 */
	default void statusChanged(Run run) {
	}

	/**
	 * The model has written more text.
	 * @param run the run
	 * @param messageId the message that the text belongs to
	 * @param text the text to append
	 */
	default void textDelta(Run run, String messageId, String text) {
	}

	/**
	 * The run has completed a message.
	 * @param run the run
	 * @param message the whole message
	 */
	default void messageCompleted(Run run, Message message) {
	}

	/**
	 * The run has ended a step.
	 * @param run the run
	 * @param step the step
	 */
	default void stepCompleted(Run run, RunStep step) {
	}

	/**
	 * A tool call is passed on for execution. Called for every call of a round before the
	 * first of them is executed.
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
	 * @param outcome how it was answered
	 */
	default void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
	}

	/**
	 * The server has told how many tokens the run has used so far.
	 * @param run the run
	 * @param usage the tokens, those of earlier rounds included
	 */
	default void usageChanged(Run run, RunUsage usage) {
	}

	/**
	 * The run has ended, in whatever terminal status; nothing is told afterwards.
	 * @param result the ended run with its messages
	 */
	default void ended(RunResult result) {
	}

	/**
	 * The drive has ended although the run has not, or its end could not be read; nothing
	 * is told afterwards.
	 * @param run the newest snapshot, or {@code null} if there is no run
	 * @param error what the drive ends with
	 */
	default void failed(@Nullable Run run, RuntimeException error) {
	}

}
