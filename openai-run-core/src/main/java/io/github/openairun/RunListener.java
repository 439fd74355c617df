package io.github.openairun;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a run while it is executed; beans of this type receive the
 * events of every run.
 * <p>
 * Methods are called sequentially, in the order of the events, and once for each event:
 * on the caller's thread by {@link RunOperations#execute} and
 * {@link RunOperations#resume}, on threads of the engine by {@link RunOperations#start},
 * never on those of the HTTP client. A slow listener delays its own run only: if it is
 * slower than the stream, a few events wait in memory and the others on the server. An
 * exception of a listener is logged once for each run and has no other effect.
 * <p>
 * Text deltas and steps are published while the run is streamed. If the stream breaks and
 * polling takes over, they may stop early; messages, tool calls, usage and the end are
 * published in any case.
 *
 * <pre class="code">
 * runs.execute(request, new RunListener() {
 *
 * 	&#064;Override
 * 	public void textDelta(Run run, String messageId, String text) {
 * 		System.out.print(text);
 * 	}
 *
 * });
 * </pre>
 *
 * @since 0.1.0
 */
public interface RunListener {

	/** A listener that ignores all events. */
	RunListener NONE = new RunListener() {
	};

	/**
	 * The run was created or resumed, or its status has changed.
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
	 * @param run the run that requests it
	 * @param call the call
	 */
	default void toolCallStarted(Run run, ToolCall call) {
	}

	/**
	 * A tool call has an output, from its handler or with an error for the model.
	 * @param run the run that requested it
	 * @param call the call
	 * @param output the output
	 * @param outcome how the output came about
	 */
	default void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
	}

	/**
	 * The run waits for persons or other systems, and all other calls of the round have
	 * an output. It goes on by itself when it can; then the status does not change, but
	 * the calls that were approved are passed on for execution.
	 * @param run the run that made the calls
	 * @param calls the calls that wait; called again when fewer of them do
	 */
	default void suspended(Run run, List<PendingCall> calls) {
	}

	/**
	 * The server has reported the tokens that the run has used so far.
	 * @param run the run
	 * @param usage the tokens, those of earlier rounds included
	 */
	default void usageChanged(Run run, RunUsage usage) {
	}

	/**
	 * The run has ended, with any terminal status; there are no further events.
	 * @param result the ended run with its messages
	 */
	default void ended(RunResult result) {
	}

	/**
	 * The execution has failed although the run has not ended, or its result could not be
	 * retrieved; there are no further events.
	 * @param run the newest snapshot, or {@code null} if there is no run
	 * @param error the exception that the caller receives
	 */
	default void failed(@Nullable Run run, RuntimeException error) {
	}

}
