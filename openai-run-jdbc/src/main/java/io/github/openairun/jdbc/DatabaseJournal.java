package io.github.openairun.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.UnexpectedRollbackException;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.engine.DriveJournal;
import io.github.openairun.engine.DriveProgress;
import io.github.openairun.engine.ToolAnswer;
import io.github.openairun.support.LogText;
import io.github.openairun.tool.ToolCallRecorder;
import io.github.openairun.tool.ToolRecordException;

/**
 * Records a drive in the database. No connection is held between two calls of the
 * journal, except while a handler works in a transaction.
 */
final class DatabaseJournal implements DriveJournal {

	private static final Log logger = LogFactory.getLog(DatabaseJournal.class);

	/** How often a write is tried that fails because of the connection. */
	private static final int ATTEMPTS = 3;

	private final DriveRows rows;

	private final DriveRows.Fence fence;

	private final DriveStop stop;

	private final RunCanceller canceller;

	private final ApprovalStore approvals;

	private final @Nullable Duration maxHeldPause;

	private @Nullable Pause pause;

	private boolean cancelled;

	DatabaseJournal(DriveRows rows, DriveRows.Fence fence, DriveStop stop, RunCanceller canceller,
			ApprovalStore approvals, @Nullable Duration maxHeldPause) {
		this.rows = rows;
		this.fence = fence;
		this.stop = stop;
		this.canceller = canceller;
		this.approvals = approvals;
		this.maxHeldPause = maxHeldPause;
	}

	/** Return whether the drive has ended because its run is not to be created. */
	boolean isCancelled() {
		return this.cancelled;
	}

	/** Return the pause in which the drive has ended, or {@code null}. */
	@Nullable Pause pause() {
		return this.pause;
	}

	private void require(boolean written) {
		this.rows.require(written, this.fence);
	}

	/**
	 * Write, again if the connection breaks: a pool waits until the database is back. A
	 * write that has taken effect before is no failure.
	 */
	private boolean write(Supplier<Boolean> write) {
		for (int attempt = 1;; attempt++) {
			try {
				return this.stop.uninterrupted(write);
			}
			catch (DuplicateKeyException ex) {
				if (attempt == 1) {
					throw ex;
				}
				return true;
			}
			catch (DataAccessResourceFailureException | TransientDataAccessException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.debug("The progress of a durable run could not be written; trying again", ex);
			}
		}
	}

	@Override
	public void creating(DriveProgress progress) {
		this.stop.check();
		if (!write(() -> this.rows.progressUnlessCancelled(this.fence, progress, null))) {
			require(write(() -> this.rows.progress(this.fence, progress, null)));
			this.cancelled = true;
			throw new CancellationException("The run was cancelled before it was created");
		}
	}

	@Override
	public void created(Run run, DriveProgress progress) {
		progressed(run, progress);
	}

	/** Write the progress, and cancel the run if that was requested. */
	private void progressed(Run run, DriveProgress progress) {
		if (write(() -> this.rows.progressUnlessCancelled(this.fence, progress, run))) {
			return;
		}
		require(write(() -> this.rows.progress(this.fence, progress, run)));
		DriveRow row = this.rows.find("id", this.fence.id());
		if (row != null && row.cancelRequested()) {
			this.canceller.cancel(row);
		}
	}

	@Override
	public ApprovalStore approvals() {
		return this.approvals;
	}

	@Override
	public void suspended(Run run, DriveProgress progress, List<PendingCall> calls) {
		require(write(() -> this.rows.progress(this.fence, progress, run)));
	}

	@Override
	public boolean pausing(Run run, @Nullable String responseId, DriveProgress progress, Duration pause) {
		if (this.maxHeldPause == null || responseId == null || pause.compareTo(this.maxHeldPause) < 0) {
			return false;
		}
		this.pause = new Pause(run, responseId, progress);
		return true;
	}

	@Override
	public ToolCallRecorder recorder(Run run, int round) {
		this.stop.check();
		return (call, delivery, handler) -> {
			DriveRows.CallKey key = key(run, round, call);
			return this.stop.working(() -> switch (delivery) {
				case AT_MOST_ONCE -> atMostOnce(key, call, handler);
				case AT_LEAST_ONCE -> atLeastOnce(key, call, handler);
				case EXACTLY_ONCE -> exactlyOnce(key, call, handler);
			});
		};
	}

	private static DriveRows.CallKey key(Run run, int round, ToolCall call) {
		List<ToolCall> calls = run.toolCalls();
		for (int i = 0; i < calls.size(); i++) {
			if (calls.get(i).id().equals(call.id())) {
				return new DriveRows.CallKey(round, i);
			}
		}
		throw new IllegalStateException("The run does not wait for the call '" + LogText.of(call.id()) + "'");
	}

	private static ToolAnswer answer(ToolCall call, ToolCallRecorder.Answer answer) {
		return new ToolAnswer(call, answer.output(), answer.outcome());
	}

	private ToolCallRecorder.Answer atMostOnce(DriveRows.CallKey key, ToolCall call,
			ToolCallRecorder.HandlerCall handler) throws Throwable {
		recorded(() -> {
			require(write(() -> this.rows.insertCall(this.fence, key, call, null)));
			return true;
		});
		ToolCallRecorder.Answer answer = handler.call();
		return recorded(() -> {
			if (write(() -> this.rows.answerCall(this.fence, key, answer(call, answer)))) {
				return answer;
			}
			// After a timeout the call has an answer already.
			ToolAnswer other = this.rows.answer(this.fence, key, call);
			require(other != null);
			return (other != null) ? new ToolCallRecorder.Answer(other.output(), other.outcome()) : answer;
		});
	}

	private ToolCallRecorder.Answer atLeastOnce(DriveRows.CallKey key, ToolCall call,
			ToolCallRecorder.HandlerCall handler) throws Throwable {
		ToolCallRecorder.Answer answer = handler.call();
		return recorded(() -> inserted(key, call, answer));
	}

	private ToolCallRecorder.Answer inserted(DriveRows.CallKey key, ToolCall call, ToolCallRecorder.Answer answer) {
		require(write(() -> this.rows.insertCall(this.fence, key, call, answer(call, answer))));
		return answer;
	}

	/** Let the handler's work and the record of its answer commit together. */
	private ToolCallRecorder.Answer exactlyOnce(DriveRows.CallKey key, ToolCall call,
			ToolCallRecorder.HandlerCall handler) throws Throwable {
		ToolCallRecorder.Answer error;
		try {
			return this.rows.database().joining(() -> {
				ToolCallRecorder.Answer answer = WorkUndone.unlessReturned(handler);
				return recorded(() -> {
					require(this.rows.insertCall(this.fence, key, call, answer(call, answer)));
					return answer;
				});
			});
		}
		catch (WorkUndone ex) {
			error = ex.answer();
		}
		catch (UnexpectedRollbackException | DataIntegrityViolationException ex) {
			// The commit has failed because of what the handler has done.
			error = handler.failed(ex);
		}
		return recorded(() -> inserted(key, call, error));
	}

	private static <T> T recorded(Supplier<T> write) {
		try {
			return write.get();
		}
		catch (RuntimeException ex) {
			throw new ToolRecordException(ex);
		}
	}

	@Override
	public List<ToolAnswer> answered(Run run, int round, List<ToolAnswer> answers) {
		List<ToolAnswer> counting = new ArrayList<>(answers.size());
		for (ToolAnswer answer : answers) {
			counting.add(answered(key(run, round, answer.call()), answer));
		}
		return counting;
	}

	private ToolAnswer answered(DriveRows.CallKey key, ToolAnswer answer) {
		if (write(() -> this.rows.answerCall(this.fence, key, answer))) {
			return answer;
		}
		ToolAnswer recorded = this.rows.answer(this.fence, key, answer.call());
		if (recorded != null) {
			return recorded;
		}
		try {
			require(write(() -> this.rows.insertCall(this.fence, key, answer.call(), answer)));
			return answer;
		}
		catch (DuplicateKeyException ex) {
			// A handler that went on after its timeout has recorded its output.
			recorded = this.rows.answer(this.fence, key, answer.call());
			if (recorded == null) {
				throw ex;
			}
			return recorded;
		}
	}

	@Override
	public void submitting(Run run, DriveProgress progress) {
		this.stop.check();
		progressed(run, progress);
	}

	@Override
	public void submitted(Run run, DriveProgress progress) {
		progressed(run, progress);
	}

	/**
	 * A pause in which no node holds the drive.
	 *
	 * @param run the run that the server works on
	 * @param responseId the response that the server works on
	 * @param progress what the next drive goes on from
	 */
	record Pause(Run run, String responseId, DriveProgress progress) {
	}

	/**
	 * Cancels a run at the server.
	 */
	@FunctionalInterface
	interface RunCanceller {

		/**
		 * Cancel the run of a drive, if it exists.
		 * @param row the drive
		 */
		void cancel(DriveRow row);

	}

	/** Rolls the transaction of a handler back that has not returned. */
	private static final class WorkUndone extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final transient ToolCallRecorder.@Nullable Answer answer;

		private WorkUndone(ToolCallRecorder.@Nullable Answer answer, @Nullable Throwable cause) {
			super(cause);
			this.answer = answer;
		}

		static ToolCallRecorder.Answer unlessReturned(ToolCallRecorder.HandlerCall handler) {
			ToolCallRecorder.Answer answer;
			try {
				answer = handler.call();
			}
			catch (Throwable ex) {
				throw new WorkUndone(null, ex);
			}
			if (!answer.hasTakenEffect()) {
				throw new WorkUndone(answer, null);
			}
			return answer;
		}

		/** Return the error for the model, or throw why there is none. */
		ToolCallRecorder.Answer answer() throws Throwable {
			if (this.answer == null) {
				throw Objects.requireNonNullElse(getCause(), this);
			}
			return this.answer;
		}

	}

}
