package io.github.openairun.tool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.support.LogText;
import io.github.openairun.support.Timing;

/**
 * The invocation of a tool for one call. It has exactly one result: that of the handler,
 * or that of the timeout or cancellation if it comes first.
 */
final class ToolInvocation implements Runnable {

	private static final Log logger = LogFactory.getLog(ToolInvocation.class);

	private static final String ABANDONED = "The call was abandoned.";

	private static final String INTERRUPTED = "The application stopped while the tool was at work. Whether it took effect "
			+ "is not known; find out before you call it again.";

	private final InvocationDispatcher dispatcher;

	private final ToolBatch batch;

	private final ToolCall call;

	private final @Nullable RegisteredTool tool;

	private final ConcurrencyLimiter.Permit permit;

	private final CompletableFuture<ToolCallResult> result = new CompletableFuture<>();

	private CallObservation observation = CallObservation.NONE;

	private boolean started;

	private boolean completed;

	/** The thread of the handler while it is at work. */
	private @Nullable Thread thread;

	/** The id in the log of a timeout or cancellation. */
	private @Nullable String abandonedReference;

	/**
	 * Create an invocation.
	 * @param dispatcher provides threads and limits
	 * @param batch the batch of the call
	 * @param call the call
	 * @param tool the tool, or {@code null} if it does not exist or was not offered
	 */
	ToolInvocation(InvocationDispatcher dispatcher, ToolBatch batch, ToolCall call, @Nullable RegisteredTool tool) {
		this.dispatcher = dispatcher;
		this.batch = batch;
		this.call = call;
		this.tool = tool;
		this.permit = dispatcher.permit(batch, this::permitGranted);
	}

	ToolCall call() {
		return this.call;
	}

	/** Return the future result; it fails only with an error that ends the drive. */
	CompletableFuture<ToolCallResult> result() {
		return this.result;
	}

	/** Return whether the invocation was started and not skipped. */
	boolean isStarted() {
		return this.started;
	}

	/** Return whether the tool must not run beside other calls of its round. */
	boolean isExclusive() {
		return this.tool != null && !(this.tool.settings().parallel() && this.batch.context().isParallel());
	}

	/**
	 * Start the invocation.
	 * @param observations starts the observation of the call
	 */
	void start(CallObservation.OfBatch observations) {
		this.started = true;
		this.observation = observations.begin(this.call, this.tool != null);
		RoundDecisions.Settled settled = this.batch.context().decisions().settled().get(this.call.id());
		if (settled != null) {
			answer((settled.outcome() == ToolOutcome.SUCCESS) ? ToolCallResult.success(settled.text())
					: this.dispatcher.errors().error(settled.outcome(), settled.text(), null));
			return;
		}
		String refusal = this.batch.context().refusals().get(this.call.id());
		if (refusal != null) {
			answer(this.dispatcher.errors().refused(this.call, refusal));
		}
		else if (this.batch.context().interrupted().contains(this.call.id())) {
			answer(this.dispatcher.errors().error(ToolOutcome.INTERRUPTED, INTERRUPTED, null));
		}
		else if (this.tool == null) {
			answer(this.dispatcher.errors().unknownTool(this.call, this.batch.offered()));
		}
		else {
			this.dispatcher.dispatch(this);
		}
	}

	/** Complete the invocation without starting it. */
	void skip() {
		complete(this.dispatcher.errors().error(ToolOutcome.FAILED, ABANDONED, null));
	}

	/** Begin the timeout and request a thread. */
	void requestThread() {
		Duration timeout = this.dispatcher.timeout(tool(), this.batch);
		if (timeout != null) {
			ScheduledFuture<?> scheduled = Timing.timeout(this.dispatcher.scheduler(), timeout,
					() -> timedOut(timeout));
			this.result.whenComplete((result, error) -> scheduled.cancel(false));
		}
		this.permit.request();
	}

	private void permitGranted() {
		try {
			this.dispatcher.executor(this.batch).execute(this);
		}
		catch (RuntimeException | Error ex) {
			// Rejected, or no thread can be created: the handler was not invoked.
			try {
				answer(this.dispatcher.errors().failed(this.batch.contextOf(this.call), ex));
			}
			finally {
				leaveThread();
			}
		}
	}

	@Override
	public void run() {
		try {
			if (enterThread()) {
				invoke();
			}
		}
		finally {
			leaveThread();
		}
	}

	private synchronized boolean enterThread() {
		if (!this.completed) {
			this.thread = Thread.currentThread();
		}
		return !this.completed;
	}

	private void leaveThread() {
		this.dispatcher.ended(this);
		this.permit.release();
	}

	private void invoke() {
		ToolCallResult result;
		try {
			result = this.dispatcher.invoker().invoke(tool(), this.batch, this.call, this.observation, this::answerTo);
		}
		catch (Throwable ex) {
			result = failed(ex);
		}
		if (result != null && !complete(result)) {
			try (Observation.Scope scope = this.observation.open()) {
				logger.info("Tool '" + callName() + "' ended too late on call '" + callId() + "' (reference "
						+ abandonedReference() + "); its result is dropped", result.error());
			}
		}
	}

	private @Nullable ToolCallResult failed(Throwable thrown) {
		if (abandonedReference() != null) {
			return new ToolCallResult(ToolOutcome.TIMEOUT, "", null, thrown);
		}
		if (thrown instanceof ToolRecordException unrecorded) {
			return fatal(unrecorded.failure());
		}
		try {
			ToolCallResult error = error(thrown);
			if (tool().isDeferred()) {
				tellRecorder(error);
			}
			return error;
		}
		catch (Throwable fatal) {
			return fatal(fatal);
		}
	}

	private ToolCallResult error(Throwable thrown) {
		try (Observation.Scope scope = this.observation.open()) {
			return this.dispatcher.errors().failed(this.batch.contextOf(this.call), thrown);
		}
	}

	private @Nullable ToolCallResult answerTo(Throwable thrown) {
		return (abandonedReference() != null) ? null : error(thrown);
	}

	private @Nullable ToolCallResult fatal(Throwable fatal) {
		if (markCompleted()) {
			this.observation.end(null, fatal);
			this.result.completeExceptionally(fatal);
		}
		return null;
	}

	private void timedOut(Duration timeout) {
		String reference = this.dispatcher.errors().newReference();
		String time = " within " + describe(timeout);
		abandon(reference, (begun, place) -> {
			try (Observation.Scope scope = this.observation.open()) {
				logger.warn("Tool '" + callName() + "' did not " + (begun ? "respond" : "begin") + time + " on call '"
						+ callId() + "' (reference " + reference + "); "
						+ (begun ? "its thread is interrupted" : "no thread was free"), begun ? place : null);
			}
			String message = begun
					? "The tool did not respond" + time + " and was interrupted. Whether it took effect is not "
							+ "known; find out before you call it again."
					: "The tool could not be started" + time + "; it had no effect.";
			ToolCallResult answer = this.dispatcher.errors().error(ToolOutcome.TIMEOUT, message, reference);
			tellRecorder(answer);
			return answer;
		});
	}

	private static String describe(Duration duration) {
		return (duration.toMillisPart() == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

	/**
	 * Cancel the invocation because its result will not be submitted.
	 * @param reason the reason for the log
	 */
	void abandon(String reason) {
		String reference = this.dispatcher.errors().newReference();
		abandon(reference, (begun, place) -> {
			logger.info("Call '" + callId() + "' for tool '" + callName() + "' is abandoned (reference " + reference
					+ "): " + reason);
			return this.dispatcher.errors().error(ToolOutcome.FAILED, ABANDONED, reference);
		});
	}

	private void abandon(String reference, BiFunction<Boolean, TimeoutException, ToolCallResult> resultFactory) {
		ToolCallResult instead;
		synchronized (this) {
			if (this.completed) {
				return;
			}
			this.completed = true;
			this.abandonedReference = reference;
			Thread handler = this.thread;
			TimeoutException place = new TimeoutException();
			place.setStackTrace((handler != null) ? handler.getStackTrace() : new StackTraceElement[0]);
			instead = resultFactory.apply(handler != null, place);
			if (handler != null) {
				handler.interrupt();
			}
		}
		publish(instead);
		if (this.permit.withdraw()) {
			this.dispatcher.ended(this);
		}
	}

	/** Complete the invocation with an answer that is not one of the handler. */
	private void answer(ToolCallResult result) {
		if (markCompleted()) {
			tellRecorder(result);
			publish(result);
		}
	}

	private void tellRecorder(ToolCallResult result) {
		if (!result.endsDrive()) {
			this.batch.context().recorder().answered(this.call, result.answer());
		}
	}

	private boolean complete(ToolCallResult result) {
		boolean first = markCompleted();
		if (first) {
			publish(result);
		}
		return first;
	}

	/**
	 * Complete the invocation on the thread of its handler, which from now on is not
	 * interrupted on its behalf.
	 * @return whether it was not completed before
	 */
	private synchronized boolean markCompleted() {
		if (this.thread != null) {
			this.thread = null;
			// The interrupt of this call must not hit the next call of the thread.
			Thread.interrupted();
		}
		boolean first = !this.completed;
		this.completed = true;
		return first;
	}

	/** Complete the result after the observation has ended. */
	private void publish(ToolCallResult result) {
		this.observation.end(result, null);
		this.result.complete(result);
	}

	private synchronized @Nullable String abandonedReference() {
		return this.abandonedReference;
	}

	private String callId() {
		return LogText.of(this.call.id());
	}

	private String callName() {
		return LogText.of(this.call.name());
	}

	private RegisteredTool tool() {
		RegisteredTool tool = this.tool;
		if (tool == null) {
			throw new IllegalStateException("There is no tool '" + callName() + "'");
		}
		return tool;
	}

}
