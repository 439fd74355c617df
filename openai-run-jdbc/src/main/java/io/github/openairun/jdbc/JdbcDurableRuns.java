package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import io.github.openairun.CursorPage;
import io.github.openairun.ResumeRequest;
import io.github.openairun.RunRequest;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.engine.RunDriver;

/**
 * {@link DurableRuns} whose records are in the database of the application, and whose
 * cluster is that of db-scheduler.
 *
 * @since 0.1.0
 */
public final class JdbcDurableRuns implements DurableRuns {

	private static final long POLL_MILLIS = 50;

	private final DriveRows rows;

	private final Supplier<Scheduler> scheduler;

	private final SchedulerWaker waker;

	private final Supplier<RunDriver> driver;

	private final DurableRunWorker worker;

	private final DurableRunSettings settings;

	private final Supplier<ObservationRegistry> observations;

	private final Clock clock;

	/**
	 * Create the operations.
	 * @param database the database
	 * @param scheduler supplies db-scheduler, in the transactions of the same database
	 * @param driver supplies what checks requests
	 * @param worker cancels runs
	 * @param settings the settings
	 * @param observations carries the trace of the caller to the node that drives the run
	 * @param clock the clock
	 */
	public JdbcDurableRuns(JdbcAccess database, Supplier<Scheduler> scheduler, Supplier<RunDriver> driver,
			DurableRunWorker worker, DurableRunSettings settings, Supplier<ObservationRegistry> observations,
			Clock clock) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(driver, "'driver' must not be null");
		Assert.notNull(worker, "'worker' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(observations, "'observations' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.rows = new DriveRows(database, clock);
		this.scheduler = scheduler;
		this.waker = new SchedulerWaker(database, scheduler, clock);
		this.driver = driver;
		this.worker = worker;
		this.settings = settings;
		this.observations = observations;
		this.clock = clock;
	}

	@Override
	public DurableRun schedule(RunRequest request, ScheduleOptions options) {
		Assert.notNull(request, "'request' must not be null");
		return schedule(driver(options).prepare(request), request.assistant(), request.threadId(), null, options);
	}

	@Override
	public DurableRun resume(ResumeRequest request, ScheduleOptions options) {
		Assert.notNull(request, "'request' must not be null");
		DriveRecord record = driver(options).prepare(request);
		return this.rows.database().joining(() -> {
			DriveRow driven = this.rows.driven(request.runId(), request.threadId());
			return (driven != null) ? new DurableRun(driven)
					: schedule(record, null, request.threadId(), request.runId(), options);
		});
	}

	private RunDriver driver(ScheduleOptions options) {
		Assert.notNull(options, "'options' must not be null");
		String connection = options.connection();
		return (connection != null) ? this.driver.get().withConnection(connection) : this.driver.get();
	}

	private DurableRun schedule(DriveRecord record, @Nullable String assistant, @Nullable String threadId,
			@Nullable String runId, ScheduleOptions options) {
		Assert.isTrue(options.priority() == 0 || this.settings.priorities(),
				"'priority' has no effect: set db-scheduler.priority-enabled=true");
		Instant now = this.clock.instant();
		Instant dueAt = now.plus(options.delay());
		Duration deadline = options.deadline();
		DriveRow row = new DriveRow(UUID.randomUUID().toString(), options.key(), DurableRun.State.SCHEDULED, 0,
				assistant, threadId, runId, null, options.tag(), options.priority(), null, 0, false, dueAt,
				dueAt.plus((deadline != null) ? deadline : this.settings.deadline()), now, now, null, null, null,
				record, new DriveTracing(this.observations.get()).scheduled(), null);
		JdbcAccess database = this.rows.database();
		return database.joining(() -> {
			if (!this.rows.insert(row)) {
				return existing(options.key());
			}
			// A batch is not preceded by a search for an execution of the same id, which
			// is new.
			this.scheduler.get().scheduleBatch(List.of(database.tasks().drive(row.id(), row.priority(), dueAt)));
			if (!dueAt.isAfter(now)) {
				this.waker.checkAfterCommit();
			}
			return new DurableRun(row);
		});
	}

	private DurableRun existing(@Nullable String key) {
		DurableRun existing = (key != null) ? findByKey(key) : null;
		if (existing == null && key != null) {
			// The isolation of the transaction may hide what others have committed.
			existing = this.rows.database().outsideTransactions(() -> findByKey(key));
		}
		if (existing == null) {
			throw new IllegalStateException("There is a durable run with the key '" + key
					+ "', but the isolation of the transaction hides it: use READ_COMMITTED, or begin a new transaction");
		}
		return existing;
	}

	@Override
	public @Nullable DurableRun find(String id) {
		return find("id", id);
	}

	@Override
	public @Nullable DurableRun findByKey(String key) {
		return find("request_key", key);
	}

	private @Nullable DurableRun find(String column, String value) {
		DriveRow row = this.rows.find(column, value);
		return (row != null) ? new DurableRun(row) : null;
	}

	@Override
	public CursorPage<DurableRun> list(DurableRunQuery query) {
		Assert.notNull(query, "'query' must not be null");
		return this.rows.list(query);
	}

	@Override
	public boolean cancel(String id) {
		boolean inTransaction = TransactionSynchronizationManager.isActualTransactionActive();
		DriveRow row = this.rows.database().joining(() -> {
			DriveRow locked = this.rows.lock(id);
			if (locked == null || locked.state().isFinal()) {
				return null;
			}
			this.rows.requestCancel(id);
			// A node that drives it has its execution, and hears of it otherwise.
			this.waker.wake(id);
			return locked;
		});
		if (row == null) {
			return false;
		}
		if (inTransaction) {
			cancelAfterCommit(row);
		}
		else {
			this.worker.cancel(row);
		}
		return true;
	}

	/** The server does not roll back, and must not keep the row locked. */
	private void cancelAfterCommit(DriveRow row) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				JdbcDurableRuns.this.worker.cancel(row);
			}

		});
	}

	@Override
	public boolean retry(String id) {
		return this.rows.database().joining(() -> {
			DriveRow row = this.rows.lock(id);
			if (row == null || row.state() != DurableRun.State.FAILED) {
				return false;
			}
			Instant now = this.clock.instant();
			Duration life = Duration.between(row.dueAt(), row.deadline());
			this.rows.retry(row, now.plus(life), row.requiredRecord().progress().withoutDeadline());
			this.scheduler.get().scheduleIfNotExists(this.rows.database().tasks().drive(id, row.priority(), now));
			this.waker.checkAfterCommit();
			return true;
		});
	}

	@Override
	public DurableRun await(String idOrKey, Duration timeout) throws TimeoutException, InterruptedException {
		Assert.notNull(idOrKey, "'idOrKey' must not be null");
		Instant end = this.clock.instant().plus(timeout);
		CountDownLatch never = new CountDownLatch(1);
		while (true) {
			DurableRun run = find(idOrKey);
			run = (run != null) ? run : findByKey(idOrKey);
			if (run != null && run.hasEnded()) {
				return run;
			}
			if (!this.clock.instant().isBefore(end)) {
				throw new TimeoutException("The durable run has not ended within " + timeout + ": "
						+ ((run != null) ? run : "there is none with this id or key"));
			}
			never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

}
