package io.github.openairun.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunOperations;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.engine.RunDriver;
import io.github.openairun.support.LogText;
import io.github.openairun.support.Timing;

/**
 * The part of a node that drives durable runs: the tasks of db-scheduler, which it
 * provides, and the drives under way, which it stops when the application shuts down.
 * <p>
 * Its collaborators are supplied because db-scheduler needs the tasks before they exist.
 *
 * @since 0.1.0
 */
public final class DurableRunWorker {

	private static final Log logger = LogFactory.getLog(DurableRunWorker.class);

	private static final int BATCH = 500;

	private static final Duration RETENTION_INTERVAL = Duration.ofHours(1);

	private final DriveRows rows;

	private final JdbcApprovalStore approvals;

	private final Collaborators collaborators;

	private final DurableRunSettings settings;

	private final TaskScheduler scheduler;

	private final SchedulerWaker waker;

	private final ActiveDrives active = new ActiveDrives();

	/**
	 * Create a worker.
	 * @param database the database
	 * @param approvals where calls wait
	 * @param collaborators what it works with
	 * @param settings the settings
	 * @param scheduler ends the grace of a shutdown and supplies the clock
	 */
	public DurableRunWorker(JdbcAccess database, JdbcApprovalStore approvals, Collaborators collaborators,
			DurableRunSettings settings, TaskScheduler scheduler) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(approvals, "'approvals' must not be null");
		Assert.notNull(collaborators, "'collaborators' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		this.rows = new DriveRows(database, scheduler.getClock());
		this.approvals = approvals;
		this.collaborators = collaborators;
		this.settings = settings;
		this.scheduler = scheduler;
		this.waker = new SchedulerWaker(database, collaborators.scheduler(), scheduler.getClock());
	}

	private RunTasks tasks() {
		return this.rows.database().tasks();
	}

	/**
	 * Return the task that drives runs.
	 * @return the task
	 */
	public Task<Void> driveTask() {
		return Tasks.custom(tasks().drives())
			.onDeadExecution(takeOver())
			.onFailure(backOff())
			.execute(new DriveTask(this.rows, this.active, this.collaborators.driver(),
					this.collaborators.contextRestorer(), this.collaborators.limits(), this::cancel, this.approvals,
					this.collaborators.observations(), this.waker, this.settings.maxHeldPause()));
	}

	/**
	 * Return the task that calls the listeners.
	 * @return the task
	 */
	public Task<Void> listenerTask() {
		return Tasks.oneTime(tasks().listeners())
			.onDeadExecution(takeOver())
			.onFailure(backOff())
			.execute(new ListenerTask(this.rows, this.collaborators.listeners(), this.collaborators.events()));
	}

	/** Go on at once, without the pause until the next look for due executions. */
	private DeadExecutionHandler<Void> takeOver() {
		return (complete, operations) -> {
			operations.reschedule(complete, this.rows.clock().instant());
			this.collaborators.scheduler().get().triggerCheckForDueExecutions();
		};
	}

	private FailureHandler<Void> backOff() {
		return (complete, operations) -> operations.reschedule(complete,
				this.rows.clock().instant().plus(DriveFailures.pause(complete.getExecution().consecutiveFailures + 1)));
	}

	/**
	 * Return the task that deletes what is older than the retention, on one node at a
	 * time.
	 * @return the task
	 */
	public Task<Void> retentionTask() {
		return Tasks.recurring(tasks().retention(), Schedules.fixedDelay(RETENTION_INTERVAL))
			.execute((instance, context) -> deleteOld());
	}

	/**
	 * Delete what is older than the retention, in batches. Runs whose end listeners have
	 * not received yet are kept.
	 */
	void deleteOld() {
		if (this.settings.retention().isZero()) {
			return;
		}
		Instant before = this.rows.clock().instant().minus(this.settings.retention());
		Set<String> unheard = new HashSet<>();
		this.collaborators.scheduler()
			.get()
			.fetchScheduledExecutionsForTask(tasks().listeners().getTaskName(), Void.class,
					ScheduledExecutionsFilter.all(),
					(execution) -> unheard.add(ListenerTask.driveOf(execution.getTaskInstance())));
		int deleted;
		do {
			deleted = this.rows.database().inOwnTransaction(() -> this.rows.deleteEnded(before, BATCH, unheard));
		}
		while (deleted == BATCH);
		this.rows.database().inOwnTransaction(() -> this.rows.deleteLinks(before));
	}

	/** Cancel the run of a drive at the server; the driver sees that it has ended. */
	void cancel(DriveRow row) {
		String runId = row.runId();
		String threadId = row.threadId();
		if (runId == null || threadId == null) {
			return;
		}
		DriveRecord record = row.requiredRecord();
		try {
			Map<String, ?> context = this.collaborators.contextRestorer().get().restore(record.context());
			RunOperations runs = this.collaborators.runs().get().withContext(Map.copyOf(context));
			String connection = record.connection();
			runs = (connection != null) ? runs.withConnection(connection) : runs;
			Run run = runs.load(runId, threadId);
			if (!run.status().isTerminal()) {
				runs.cancel(run);
			}
		}
		catch (RuntimeException ex) {
			// The node that drives the run repeats it, or lets the run fail if it cannot
			// be driven.
			logger.warn("Durable run " + row.id() + " could not be cancelled at the server: "
					+ LogText.of(String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * Go on now with the run that waits for a response without being held by a node, on
	 * this node or any other that is free. The node that holds a run hears of its end
	 * from {@link io.github.openairun.engine.RunEngine#pollNow}.
	 * @param responseId the id of a response that has ended, as a webhook reports it
	 * @return whether a run has waited for it
	 */
	public boolean responseEnded(String responseId) {
		Assert.hasText(responseId, "'responseId' must not be empty");
		return this.rows.database().joining(() -> {
			List<String> ids = this.rows.waitingFor(responseId);
			ids.forEach(this.waker::wake);
			return !ids.isEmpty();
		});
	}

	/**
	 * Return how many runs this node drives at the moment.
	 * @return the number
	 */
	public int activeDrives() {
		return this.active.size();
	}

	/**
	 * Return whether this node begins drives.
	 * @return whether it was not stopped
	 */
	public boolean isRunning() {
		return this.active.isRunning();
	}

	/**
	 * Drive runs again after {@link #stop}.
	 */
	public void start() {
		this.active.start();
	}

	/**
	 * Let all drives end so that other nodes go on with them: at once, except that
	 * handlers may end their work, so that their outputs are recorded.
	 * @param whenStopped called when the last drive has ended, on any thread
	 */
	public void stop(Runnable whenStopped) {
		Future<?> grace = Timing.timeout(this.scheduler, this.settings.shutdownGrace(), this.active::stopAtOnce);
		this.active.stop(() -> {
			grace.cancel(false);
			whenStopped.run();
		});
	}

	/**
	 * What a worker works with. Each is supplied when it is needed.
	 *
	 * @param driver drives runs
	 * @param runs cancels runs
	 * @param limits the limits of requests that have none
	 * @param contextRestorer restores the context of handlers
	 * @param listeners the listeners of the application
	 * @param events publishes application events
	 * @param observations receives observations and carries traces
	 * @param scheduler db-scheduler
	 */
	public record Collaborators(Supplier<RunDriver> driver, Supplier<RunOperations> runs, Supplier<RunLimits> limits,
			Supplier<ContextRestorer> contextRestorer, Supplier<List<DurableRunListener>> listeners,
			ApplicationEventPublisher events, Supplier<ObservationRegistry> observations,
			Supplier<Scheduler> scheduler) {
	}

}
