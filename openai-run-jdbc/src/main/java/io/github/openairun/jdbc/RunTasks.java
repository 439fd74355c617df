package io.github.openairun.jdbc;

import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;

/**
 * The tasks of db-scheduler: one execution for each drive that has not ended, and one for
 * each event that listeners receive.
 * <p>
 * Applications with tables of their own may share the table of db-scheduler. Their tasks
 * have different names, so that none takes the executions of another.
 */
final class RunTasks {

	private final TaskDescriptor<Void> drive;

	private final TaskDescriptor<Void> listener;

	private final TaskDescriptor<Void> retention;

	/**
	 * Create the tasks.
	 * @param tables the tables of the drives
	 */
	RunTasks(JdbcTables tables) {
		this.drive = task("drive", tables);
		this.listener = task("listener", tables);
		this.retention = task("retention", tables);
	}

	private static TaskDescriptor<Void> task(String what, JdbcTables tables) {
		String prefix = tables.toString();
		return TaskDescriptor.of("openai-run-" + what + (prefix.equals(JdbcTables.DEFAULT_PREFIX) ? "" : "-" + prefix));
	}

	TaskDescriptor<Void> drives() {
		return this.drive;
	}

	TaskDescriptor<Void> listeners() {
		return this.listener;
	}

	TaskDescriptor<Void> retention() {
		return this.retention;
	}

	/** Return the drive of a run. */
	SchedulableInstance<Void> drive(String id, int priority, Instant at) {
		return SchedulableInstance.of(this.drive.instance(id).priority(priority).build(), at);
	}

	TaskInstanceId drive(String id) {
		return TaskInstanceId.of(this.drive.getTaskName(), id);
	}

	/** Return the call of the listeners. */
	SchedulableInstance<Void> listener(DriveRow row, DurableRunEvent.Kind kind, Instant at) {
		return SchedulableInstance.of(this.listener.instance(row.id() + ":" + kind + ":" + row.version()).build(), at);
	}

}
