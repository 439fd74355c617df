package io.github.openairun.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

import io.github.openairun.Run;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.engine.DriveLostException;
import io.github.openairun.engine.DriveProgress;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.engine.DriveResult;
import io.github.openairun.engine.RunDriver;
import io.github.openairun.support.LogText;

/**
 * Drives a run on the thread of db-scheduler, whose heartbeats prove that this node is
 * alive. Whatever happens is one of few ends: the run has ended or failed, and the
 * listeners are called; it waits for somebody; or it is driven again later.
 */
final class DriveTask implements ExecutionHandler<Void> {

	private static final Log logger = LogFactory.getLog(DriveTask.class);

	private static final int ATTEMPTS = 3;

	/** Nobody wakes a drive that nobody waits for; a safety net. */
	private static final Duration LONGEST_WAIT = Duration.ofDays(365);

	private final DriveRows rows;

	private final ActiveDrives active;

	private final Supplier<RunDriver> driver;

	private final Supplier<ContextRestorer> restorer;

	private final Supplier<RunLimits> limits;

	private final DatabaseJournal.RunCanceller canceller;

	private final JdbcApprovalStore approvals;

	private final Supplier<ObservationRegistry> observations;

	private final SchedulerWaker waker;

	private final @Nullable Duration maxHeldPause;

	DriveTask(DriveRows rows, ActiveDrives active, Supplier<RunDriver> driver, Supplier<ContextRestorer> restorer,
			Supplier<RunLimits> limits, DatabaseJournal.RunCanceller canceller, JdbcApprovalStore approvals,
			Supplier<ObservationRegistry> observations, SchedulerWaker waker, @Nullable Duration maxHeldPause) {
		this.rows = rows;
		this.active = active;
		this.driver = driver;
		this.restorer = restorer;
		this.limits = limits;
		this.canceller = canceller;
		this.approvals = approvals;
		this.observations = observations;
		this.waker = waker;
		this.maxHeldPause = maxHeldPause;
	}

	private Instant now() {
		return this.rows.clock().instant();
	}

	private RunTasks tasks() {
		return this.rows.database().tasks();
	}

	@Override
	public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
		DriveRow row = this.rows.takeOver(instance.getId(), context.getExecution().pickedBy);
		return (row != null) ? drive(row, context.getSchedulerClient()) : remove(instance.getId());
	}

	private CompletionHandler<Void> later(Duration pause) {
		return (complete, operations) -> operations.reschedule(complete, now().plus(pause));
	}

	private CompletionHandler<Void> drive(DriveRow row, SchedulerClient scheduler) {
		DriveRecord record = this.rows.record(row);
		boolean mayExist = row.runId() != null || record.progress().threadId() != null;
		if (row.cancelRequested()) {
			if (!mayExist) {
				return failed(row, DurableRun.State.CANCELLED,
						new CancellationException("The run was cancelled before it was created"));
			}
			this.canceller.cancel(row);
		}
		if (!mayExist && !now().isBefore(row.deadline())) {
			return failed(row, DurableRun.State.FAILED, new DurableRunDeadlineException());
		}
		record = record.withProgress(bounded(record, row));
		DriveStop stop = this.active.begin();
		DatabaseJournal journal = new DatabaseJournal(this.rows, DriveRows.Fence.of(row), stop, this.canceller,
				this.approvals.of(DriveRows.Fence.of(row)), this.maxHeldPause);
		try {
			DriveResult result = drive(row, record, journal);
			stop.over();
			if (result instanceof DriveResult.Paused paused) {
				return paused(row, Objects.requireNonNull(journal.pause()), paused.until());
			}
			return (result instanceof DriveResult.Ended ended) ? ended(row, ended)
					: suspended(row, (DriveResult.Suspended) result, scheduler);
		}
		catch (DriveLostException ex) {
			logger.debug("Durable run " + row.id() + " is driven by another node", ex);
			return (complete, operations) -> {
			};
		}
		catch (RuntimeException ex) {
			stop.over();
			if (stop.isRequested() || ex instanceof RunInterruptedException) {
				return stopped(row);
			}
			return journal.isCancelled() ? failed(row, DurableRun.State.CANCELLED, ex)
					: failed(row, record.progress(), ex);
		}
		finally {
			stop.over();
			this.active.end(stop);
		}
	}

	private DriveResult drive(DriveRow row, DriveRecord record, DatabaseJournal journal) {
		Map<String, ?> context = this.restorer.get().restore(record.context());
		return new DriveTracing(this.observations.get()).driving(row.trace(),
				() -> this.driver.get().drive(record, journal, context, RunListener.NONE));
	}

	/**
	 * Return the progress with the deadline that counts over the whole life of the run,
	 * which begins when the run is created.
	 */
	private DriveProgress bounded(DriveRecord record, DriveRow row) {
		DriveProgress progress = record.progress();
		if (progress.deadline() != null && progress.runId() != null) {
			return progress;
		}
		Instant bound = now().plus(timeout(record));
		return progress.withDeadline(bound.isBefore(row.deadline()) ? bound : row.deadline());
	}

	private Duration timeout(DriveRecord record) {
		RunRequest request = record.request();
		RunLimits own = (request != null) ? request.limits()
				: (record.resumed() != null) ? record.resumed().limits() : null;
		return ((own != null) ? own : this.limits.get()).timeout();
	}

	private CompletionHandler<Void> stopped(DriveRow row) {
		logger.debug("Durable run " + row.id() + " is left to another node");
		// The completion writes to the database.
		Thread.interrupted();
		return later(Duration.ZERO);
	}

	private CompletionHandler<Void> ended(DriveRow row, DriveResult.Ended ended) {
		Run run = ended.result().run();
		String result = RunResultJson.write(ended.result());
		return finish(row, DurableRunEvent.Kind.ENDED, () -> this.rows.end(DriveRows.Fence.of(row), run, result));
	}

	private CompletionHandler<Void> failed(DriveRow row, DriveProgress begun, RuntimeException failure) {
		if (DriveFailures.mayPass(failure) && !isOver(row, begun)) {
			Duration pause = DriveFailures.pause(row.attempts());
			logger.warn("Durable run " + row.id() + " could not be executed; trying again in " + pause.toSeconds()
					+ " s: " + LogText.of(String.valueOf(failure.getMessage())));
			persist(() -> this.rows.attemptFailed(DriveRows.Fence.of(row), failure));
			return later(pause);
		}
		logger.warn("Durable run " + row.id() + " has failed", failure);
		return failed(row, DurableRun.State.FAILED, failure);
	}

	/**
	 * Return whether nothing is tried again: the deadline has passed, and so has the time
	 * that is left to a run that has waited for somebody.
	 */
	private boolean isOver(DriveRow row, DriveProgress begun) {
		Instant own = begun.deadline();
		return !now().isBefore(row.deadline()) && !begun.isSuspended() && (own == null || !now().isBefore(own));
	}

	private CompletionHandler<Void> failed(DriveRow row, DurableRun.State state, Throwable failure) {
		return finish(row, DurableRunEvent.Kind.FAILED, () -> this.rows.fail(DriveRows.Fence.of(row), state, failure));
	}

	/**
	 * Store the end, and let the call of the listeners follow, in one transaction. If
	 * that does not succeed, the run is driven again, which finds its end at the server.
	 */
	private CompletionHandler<Void> finish(DriveRow row, DurableRunEvent.Kind kind, Supplier<Boolean> write) {
		return (complete, operations) -> {
			try {
				persist(() -> this.rows.database().joining(() -> {
					if (write.get()) {
						operations.removeAndScheduleNew(tasks().listener(row, kind, now()));
						this.waker.checkAfterCommit();
					}
					return null;
				}));
			}
			catch (RuntimeException ex) {
				logger.warn("The end of durable run " + row.id() + " could not be stored; trying again", ex);
				operations.reschedule(complete, now().plus(DriveFailures.pause(row.attempts())));
			}
		};
	}

	/** Remove the execution, unless the run was retried in the meantime. */
	private CompletionHandler<Void> remove(String id) {
		return (complete, operations) -> this.rows.database().joining(() -> {
			DriveRow row = this.rows.lock(id);
			if (row == null || row.state().isFinal()) {
				operations.stop();
			}
			else {
				operations.reschedule(complete, now());
			}
			return null;
		});
	}

	/** Write, again if the connection breaks: a pool waits until the database is back. */
	private static void persist(Runnable write) {
		for (int attempt = 1;; attempt++) {
			try {
				write.run();
				return;
			}
			catch (DataAccessResourceFailureException | TransientDataAccessException
					| CannotCreateTransactionException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Leave the run to the node that hears of the end of its response, or that is free
	 * after the pause. A cancellation locks the row, too.
	 */
	private CompletionHandler<Void> paused(DriveRow row, DatabaseJournal.Pause pause, Instant until) {
		return (complete, operations) -> this.rows.database().joining(() -> {
			DriveRow locked = this.rows.lock(row.id());
			if (locked == null || locked.version() != row.version()) {
				return null;
			}
			this.rows.pause(DriveRows.Fence.of(row), pause);
			operations.reschedule(complete, locked.cancelRequested() ? now() : until);
			return null;
		});
	}

	/**
	 * Let the run wait. A decision locks the row of the drive, too, so it either comes
	 * before, and the run is driven again at once, or finds an execution to wake.
	 */
	private CompletionHandler<Void> suspended(DriveRow row, DriveResult.Suspended suspended,
			SchedulerClient scheduler) {
		return (complete, operations) -> this.rows.database().joining(() -> {
			DriveRow locked = this.rows.lock(row.id());
			if (locked == null || locked.version() != row.version()) {
				return null;
			}
			Instant wake = this.approvals.nextWake(row.id(), suspended.calls(), now());
			if (locked.cancelRequested()) {
				wake = now();
			}
			this.rows.suspend(DriveRows.Fence.of(row), suspended.run());
			scheduler.scheduleIfNotExists(tasks().listener(row, DurableRunEvent.Kind.SUSPENDED, now()));
			this.waker.checkAfterCommit();
			operations.reschedule(complete, (wake != null) ? wake : now().plus(LONGEST_WAIT));
			return null;
		});
	}

}
