package io.github.openairun;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Creates, loads, executes and cancels runs; the same on every wire.
 * <p>
 * Every method may throw an {@link ApiException} for an error response of the server, an
 * {@link ApiConnectionException} if the server could not be reached, and
 * {@link InvalidResponseException} if the response cannot be read.
 *
 * <pre class="code">
 * String reply = runs.execute("support", "Where is order 17?").text();
 *
 * RunHandle handle = runs.start(RunRequest.assistant("support").thread(threadId).message("And 18?").build());
 * handle.result().thenAccept((result) -&gt; show(result.text()));
 * </pre>
 *
 * @since 0.1.0
 */
public interface RunOperations {

	/**
	 * Create a run and return immediately.
	 * @param request the run to create; without a thread, one is created along with it
	 * @return the new run
	 * @throws AssistantNotFoundException if the assistant is not known
	 * @throws ThreadNotFoundException if the thread is not known
	 * @throws ThreadBusyException if another run works on the thread
	 * @throws RunOutcomeUnknownException if the request may have worked, but its response
	 * was lost
	 */
	Run create(RunRequest request);

	/**
	 * Create a run on a thread that has its messages already, and return immediately.
	 * @param assistant the assistant's name or id
	 * @param threadId the thread
	 * @return the new run
	 */
	default Run create(String assistant, String threadId) {
		return create(RunRequest.assistant(assistant).thread(Check.hasText(threadId, "threadId")).build());
	}

	/**
	 * Load a run.
	 * @param runId the run's id
	 * @param threadId the thread that it works on
	 * @return the run
	 * @throws RunNotFoundException if there is no such run on that thread
	 * @throws IllegalArgumentException if an id is of another kind of object
	 */
	Run load(String runId, String threadId);

	/**
	 * Fetch the newest snapshot of a run.
	 * @param run any snapshot of the run
	 * @return the newest snapshot
	 */
	Run refresh(Run run);

	/**
	 * Submit the outputs of all pending calls.
	 * @param run the run that waits for them
	 * @param outputs exactly one output for each of {@link Run#toolCalls()}, and for
	 * {@linkplain ToolCall#remote() remote} ones {@link ToolOutput#approve} or
	 * {@link ToolOutput#deny}
	 * @return the run as it goes on
	 * @throws ToolOutputMismatchException if outputs are missing or unexpected; nothing
	 * was sent
	 * @throws RunOutcomeUnknownException if the request may have worked, but its response
	 * was lost
	 */
	Run submitToolOutputs(Run run, ToolOutput... outputs);

	/**
	 * Submit the outputs of all pending calls as values.
	 * @param run the run that waits for them
	 * @param values the value for each call id; a {@code String} is sent as it is,
	 * anything else as JSON. That of a {@linkplain ToolCall#remote() remote} call is a
	 * {@code Boolean}: whether the server may call its tool
	 * @return the run as it goes on
	 * @throws ToolOutputMismatchException if outputs are missing or unexpected; nothing
	 * was sent
	 * @throws IllegalArgumentException if a remote call has another value
	 */
	Run submitToolOutputs(Run run, Map<String, ? extends @Nullable Object> values);

	/**
	 * Submit the output of the only pending call.
	 * @param run the run that waits for it
	 * @param callId the id of the call
	 * @param value the value; a {@code String} is sent as it is, anything else as JSON
	 * @return the run as it goes on
	 * @throws ToolOutputMismatchException if other calls are pending; nothing was sent
	 */
	Run submitToolOutput(Run run, String callId, @Nullable Object value);

	/**
	 * Request the cancellation of a run.
	 * @param run the run
	 * @return the newest snapshot, which may still be {@code cancelling}, or the ended
	 * run if it had ended already
	 */
	Run cancel(Run run);

	/**
	 * Replace the metadata of a run.
	 * @param run the run
	 * @param metadata the new metadata, up to 16 pairs
	 * @return the newest snapshot
	 * @throws UnsupportedRunOperationException if the wire lacks
	 * {@link RunCapability#MODIFY_RUN}
	 */
	Run modify(Run run, Map<String, String> metadata);

	/**
	 * List the runs of a thread.
	 * @param threadId the thread
	 * @param query the page
	 * @return the page
	 * @throws UnsupportedRunOperationException if the wire lacks
	 * {@link RunCapability#LIST_RUNS}
	 */
	CursorPage<Run> list(String threadId, PageQuery query);

	/**
	 * List the steps of a run.
	 * @param run the run
	 * @param query the page
	 * @return the page
	 */
	CursorPage<RunStep> steps(Run run, PageQuery query);

	/**
	 * Create a run, execute its tool calls with the registered handlers, and wait for its
	 * end.
	 * @param request the run to create
	 * @return the ended run, with any terminal status, with its messages
	 * @throws RunTimeoutException if it takes longer than the limits allow
	 * @throws RunLimitExceededException if it exceeds another limit
	 * @throws RunInterruptedException if the waiting thread is interrupted
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default RunResult execute(RunRequest request) {
		return execute(request, RunListener.NONE);
	}

	/**
	 * Create a run on a new thread with one message of the user, and wait for its end.
	 * @param assistant the assistant's name or id
	 * @param message the text of the user
	 * @return the ended run with its messages
	 */
	default RunResult execute(String assistant, String message) {
		return execute(RunRequest.assistant(assistant).message(message).build());
	}

	/**
	 * Create a run and wait for its end, with a listener for its events.
	 * @param request the run to create
	 * @param listener receives the events of the run
	 * @return the ended run with its messages
	 */
	RunResult execute(RunRequest request, RunListener listener);

	/**
	 * Create a run and wait until it has ended, or until all that it waits for is decided
	 * by persons or given by other systems; then it goes on in the background.
	 * @param request the run to create
	 * @return the ended run, or what it waits for
	 */
	default RunOutcome executeUntilSuspended(RunRequest request) {
		return executeUntilSuspended(request, RunListener.NONE);
	}

	/**
	 * Create a run and wait until it has ended, or until all that it waits for is decided
	 * by persons or given by other systems; then it goes on in the background.
	 * @param request the run to create
	 * @param listener receives the events of the run, on threads of the engine
	 * @return the ended run, or what it waits for
	 * @throws RunInterruptedException if the waiting thread is interrupted; the run goes
	 * on
	 */
	RunOutcome executeUntilSuspended(RunRequest request, RunListener listener);

	/**
	 * Create a run and execute it in the background, as {@link #execute(RunRequest)}
	 * does, but without a thread that waits for the server.
	 * @param request the run to create
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default RunHandle start(RunRequest request) {
		return start(request, RunListener.NONE);
	}

	/**
	 * Create a run on a new thread with one message of the user, and execute it in the
	 * background.
	 * @param assistant the assistant's name or id
	 * @param message the text of the user
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default RunHandle start(String assistant, String message) {
		return start(RunRequest.assistant(assistant).message(message).build());
	}

	/**
	 * Create a run and execute it in the background, with a listener for its events.
	 * @param request the run to create
	 * @param listener receives the events of the run
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	RunHandle start(RunRequest request, RunListener listener);

	/**
	 * Create a run whose reply is a value of the given type, and wait for its end.
	 * @param <T> the type of the value
	 * @param request the run to create; its response format is replaced
	 * @param type a type whose JSON Schema is an object, such as a record
	 * @return the ended run with its value
	 */
	default <T> TypedRunResult<T> execute(RunRequest request, Class<T> type) {
		return execute(request, TypeRef.of(type));
	}

	/**
	 * Create a run whose reply is a value of a type with type arguments, and wait for its
	 * end.
	 * @param <T> the type of the value
	 * @param request the run to create; its response format is replaced
	 * @param type a type whose JSON Schema is an object
	 * @return the ended run with its value
	 */
	default <T> TypedRunResult<T> execute(RunRequest request, TypeRef<T> type) {
		return execute(request, type, RunListener.NONE);
	}

	/**
	 * Create a run whose reply is a value, and wait for its end, with a listener for its
	 * events.
	 * @param <T> the type of the value
	 * @param request the run to create; its response format is replaced
	 * @param type a type whose JSON Schema is an object
	 * @param listener receives the events of the run
	 * @return the ended run with its value
	 */
	<T> TypedRunResult<T> execute(RunRequest request, TypeRef<T> type, RunListener listener);

	/**
	 * Create a run whose reply is a value of the given type, and execute it in the
	 * background.
	 * @param <T> the type of the value
	 * @param request the run to create; its response format is replaced
	 * @param type a type whose JSON Schema is an object, such as a record
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default <T> TypedRunHandle<T> start(RunRequest request, Class<T> type) {
		return start(request, TypeRef.of(type));
	}

	/**
	 * Create a run whose reply is a value of a type with type arguments, and execute it
	 * in the background.
	 * @param <T> the type of the value
	 * @param request the run to create; its response format is replaced
	 * @param type a type whose JSON Schema is an object
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default <T> TypedRunHandle<T> start(RunRequest request, TypeRef<T> type) {
		return start(request, type, RunListener.NONE);
	}

	/**
	 * Create a run whose reply is a value, and execute it in the background, with a
	 * listener for its events.
	 * @param <T> the type of the value
	 * @param request the run to create; its response format is replaced
	 * @param type a type whose JSON Schema is an object
	 * @param listener receives the events of the run
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	<T> TypedRunHandle<T> start(RunRequest request, TypeRef<T> type, RunListener listener);

	/**
	 * Resume an existing run, execute its tool calls and wait for its end.
	 * @param runId the run's id
	 * @param threadId the thread that it works on
	 * @return the ended run with its messages
	 */
	default RunResult resume(String runId, String threadId) {
		return resume(ResumeRequest.run(runId, threadId).build());
	}

	/**
	 * Resume an existing run, execute its tool calls and wait for its end, with a context
	 * for its handlers, with its tools, or within other limits.
	 * @param request the run to resume
	 * @return the ended run with its messages
	 */
	default RunResult resume(ResumeRequest request) {
		return resume(request, RunListener.NONE);
	}

	/**
	 * Resume an existing run, execute its tool calls and wait for its end, with a
	 * listener for its events.
	 * @param request the run to resume
	 * @param listener receives the events of the run
	 * @return the ended run with its messages
	 */
	RunResult resume(ResumeRequest request, RunListener listener);

	/**
	 * Resume an existing run whose reply is a value of the given type, execute its tool
	 * calls and wait for its end.
	 * @param <T> the type of the value
	 * @param request the run to resume, which was created with the type
	 * @param type the type that the run was created with
	 * @return the ended run with its value
	 */
	default <T> TypedRunResult<T> resume(ResumeRequest request, Class<T> type) {
		return resume(request, TypeRef.of(type), RunListener.NONE);
	}

	/**
	 * Resume an existing run whose reply is a value, execute its tool calls and wait for
	 * its end, with a listener for its events.
	 * @param <T> the type of the value
	 * @param request the run to resume, which was created with the type
	 * @param type the type that the run was created with
	 * @param listener receives the events of the run, or {@link RunListener#NONE}
	 * @return the ended run with its value
	 */
	<T> TypedRunResult<T> resume(ResumeRequest request, TypeRef<T> type, RunListener listener);

	/**
	 * Resume an existing run and execute it in the background.
	 * @param runId the run's id
	 * @param threadId the thread that it works on
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default RunHandle resumeAsync(String runId, String threadId) {
		return resumeAsync(ResumeRequest.run(runId, threadId).build());
	}

	/**
	 * Resume an existing run and execute it in the background, with a context for its
	 * handlers, with its tools, or within other limits.
	 * @param request the run to resume
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default RunHandle resumeAsync(ResumeRequest request) {
		return resumeAsync(request, RunListener.NONE);
	}

	/**
	 * Resume an existing run and execute it in the background, with a listener for its
	 * events.
	 * @param request the run to resume
	 * @param listener receives the events of the run
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	RunHandle resumeAsync(ResumeRequest request, RunListener listener);

	/**
	 * Resume an existing run whose reply is a value of the given type and execute it in
	 * the background.
	 * @param <T> the type of the value
	 * @param request the run to resume, which was created with the type
	 * @param type the type that the run was created with
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	default <T> TypedRunHandle<T> resumeAsync(ResumeRequest request, Class<T> type) {
		return resumeAsync(request, TypeRef.of(type), RunListener.NONE);
	}

	/**
	 * Resume an existing run whose reply is a value and execute it in the background,
	 * with a listener for its events.
	 * @param <T> the type of the value
	 * @param request the run to resume, which was created with the type
	 * @param type the type that the run was created with
	 * @param listener receives the events of the run, or {@link RunListener#NONE}
	 * @return a handle of the run
	 * @throws RunRejectedException if too many runs are executed at once already
	 */
	<T> TypedRunHandle<T> resumeAsync(ResumeRequest request, TypeRef<T> type, RunListener listener);

	/**
	 * Return the capabilities of the wire in use.
	 * @return the capabilities
	 */
	RunCapabilities capabilities();

	/**
	 * Return the same operations with another API key for the default connection, or for
	 * the one that {@link #withConnection} has selected; clients and pools are shared.
	 * @param apiKey the key, not blank
	 * @return operations that use the key
	 */
	RunOperations withApiKey(String apiKey);

	/**
	 * Return the same operations on a further connection, whatever
	 * {@link Assistant#connection()} says. Operations that name no assistant, such as
	 * {@link #load} and {@link #resume}, otherwise use the default connection.
	 * @param connection the name of the connection, as in
	 * {@code openai.connections.<name>.*}
	 * @return operations on that connection
	 * @throws IllegalArgumentException if there is no such connection
	 */
	RunOperations withConnection(String connection);

	/**
	 * Return the same operations with a context for every request: an
	 * {@link ApiKeySupplier} receives it, and so do the tool handlers of the runs that
	 * are executed. Attributes of a request's own context take precedence.
	 * @param context the attributes, such as the tenant; no {@code null} values
	 * @return operations with the context, which replaces an earlier one
	 */
	RunOperations withContext(Map<String, ?> context);

}
