package io.github.openairun.wire;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.RunStep;
import io.github.openairun.ToolOutput;

/**
 * The port to a server of runs: one implementation for each wire.
 * <p>
 * Errors are those of {@link io.github.openairun.RunOperations}. A request that must not
 * be repeated and may have worked ends in
 * {@link io.github.openairun.RunOutcomeUnknownException}; a thread that another run works
 * on ends at once in {@link io.github.openairun.ThreadBusyException}: waiting is for the
 * caller to decide.
 *
 * @since 0.1.0
 */
public interface RunGateway {

	RunCapabilities capabilities();

	/**
	 * Create the thread of a run if the request names none and the wire does not create
	 * it along with the run, so that a creation whose response is lost can be traced.
	 * @param creation the run to create
	 * @return the creation with a thread, or the given creation
	 * @throws io.github.openairun.ThreadBusyException if another run works on the thread;
	 * a further call with the same creation repeats nothing
	 */
	default RunCreation onThread(RunCreation creation) {
		return creation;
	}

	/**
	 * Create a run, along with a thread if the request names none.
	 * @param creation the run to create
	 * @return the new run
	 */
	Run create(RunCreation creation);

	/**
	 * Determine the outcome of a creation whose response was lost.
	 * @param creation the creation, with its nonce and its thread
	 * @return the outcome as far as it is known
	 */
	default RequestTrace traceCreation(RunCreation creation) {
		return new RequestTrace.Unknowable(List.of());
	}

	Run load(String runId, String threadId);

	Run refresh(Run run);

	/**
	 * Submit the outputs of all pending calls in one request.
	 * @param run the run that waits for them
	 * @param outputs exactly one output for each pending call; the caller has checked it
	 * @return the run after the submission
	 */
	Run submitToolOutputs(Run run, List<ToolOutput> outputs);

	/**
	 * Determine the outcome of a submission whose response was lost.
	 * @param run the run as it was before the submission
	 * @param outputs the outputs that were submitted
	 * @return the outcome as far as it is known
	 */
	RequestTrace traceSubmission(Run run, List<ToolOutput> outputs);

	/**
	 * Check whether another instance has submitted the outputs that a run waits for, if
	 * the server may accept outputs that are too late.
	 * @param run the run as it waits for outputs
	 * @return the current run, or {@code null} if it still waits as far as is known, or
	 * the server refuses such outputs itself
	 */
	default @Nullable Run answeredElsewhere(Run run) {
		return null;
	}

	Run cancel(Run run);

	/**
	 * Change the metadata of a run.
	 * @param run the run
	 * @param metadata the metadata that the run has afterwards
	 * @return the changed run
	 * @throws io.github.openairun.UnsupportedRunOperationException on a wire without
	 * {@link RunCapability#MODIFY_RUN}
	 */
	default Run modify(Run run, Map<String, String> metadata) {
		throw capabilities().unsupported(RunCapability.MODIFY_RUN);
	}

	/**
	 * List the runs of a thread.
	 * @param threadId the thread
	 * @param query the page
	 * @return the page
	 * @throws io.github.openairun.UnsupportedRunOperationException on a wire without
	 * {@link RunCapability#LIST_RUNS}
	 */
	default CursorPage<Run> list(String threadId, PageQuery query) {
		throw capabilities().unsupported(RunCapability.LIST_RUNS);
	}

	CursorPage<RunStep> steps(Run run, PageQuery query);

	/**
	 * List the messages that a run has written.
	 * @param run the run
	 * @return all its messages, oldest first
	 */
	List<Message> messages(Run run);

	ThreadGateway threads();

	/**
	 * Return the part of this gateway that keeps assistants on the server.
	 * @return the assistants; all their operations throw
	 * {@link io.github.openairun.UnsupportedRunOperationException} unless the wire has
	 * {@link RunCapability#SERVER_ASSISTANTS}
	 */
	default AssistantGateway assistants() {
		return this::capabilities;
	}

	/**
	 * Return the id of the newest model response of a run, which the server's logs
	 * contain, for traces.
	 * @param run the run
	 * @return the id, or {@code null} if it is not known or the wire has none
	 */
	default @Nullable String responseId(Run run) {
		return null;
	}

	/**
	 * Return the part of this gateway that streams runs.
	 * @return the streams, or {@code null} if the wire has none
	 */
	default @Nullable RunStreams streams() {
		return null;
	}

	/**
	 * Return whether drives should use streams although nobody receives their text,
	 * because a request without a stream keeps a thread for as long as the model works.
	 * @return whether {@link #streams()} are preferred
	 */
	default boolean prefersStreams() {
		return false;
	}

	/**
	 * Return the same gateway for the drive of one run.
	 * <p>
	 * It does not wait: where this gateway pauses and sends a request again, the returned
	 * one throws {@link RepeatableException}, and the caller may repeat the whole
	 * operation. Creations and submissions throw it only if the server certainly
	 * processed nothing. Requests that an operation sends in addition are still repeated
	 * by the gateway itself.
	 * <p>
	 * It keeps the messages that responses have contained, so that {@link #messages}
	 * retrieves nothing twice.
	 * @return a gateway for one drive
	 */
	default RunGateway forDrive() {
		return this;
	}

	/**
	 * Return the same gateway, whose operations end within the time limit of a drive. One
	 * that needs a further request, such as that for another page, when there is no time
	 * for it throws {@link io.github.openairun.InvalidResponseException}.
	 * @param inTime asked before each request of an operation but the first
	 * @return a gateway with the limit
	 */
	default RunGateway within(BooleanSupplier inTime) {
		return this;
	}

	/**
	 * Return the same gateway with another API key; connections and stored links are
	 * shared.
	 * @param apiKey the key
	 * @return a gateway that uses the key
	 */
	RunGateway withApiKey(String apiKey);

	/**
	 * Return the same gateway, whose requests belong to one run; connections and stored
	 * links are shared.
	 * @param context the context for an {@link io.github.openairun.ApiKeySupplier}
	 * @return a gateway that passes the context on
	 */
	default RunGateway withContext(Map<String, Object> context) {
		return this;
	}

}
