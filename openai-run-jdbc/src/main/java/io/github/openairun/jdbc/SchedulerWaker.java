package io.github.openairun.jdbc;

import java.time.Clock;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Lets drives begin by making the executions of db-scheduler due.
 *
 * @since 0.1.0
 */
public final class SchedulerWaker implements JdbcApprovalStore.DriveWaker {

	private final RunTasks tasks;

	private final Supplier<Scheduler> scheduler;

	private final Clock clock;

	/**
	 * Create a waker.
	 * @param database the database of the drives
	 * @param scheduler supplies db-scheduler
	 * @param clock the clock
	 */
	public SchedulerWaker(JdbcAccess database, Supplier<Scheduler> scheduler, Clock clock) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.tasks = database.tasks();
		this.scheduler = scheduler;
		this.clock = clock;
	}

	@Override
	public void wake(String id) {
		try {
			this.scheduler.get().reschedule(this.tasks.drive(id), this.clock.instant());
			checkAfterCommit();
		}
		catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException | ExecutionException ex) {
			// The drive that has begun, perhaps this very moment, reads what has changed.
		}
	}

	/** Let this node look for due executions as soon as it can see them. */
	void checkAfterCommit() {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				SchedulerWaker.this.scheduler.get().triggerCheckForDueExecutions();
			}

		});
	}

}
