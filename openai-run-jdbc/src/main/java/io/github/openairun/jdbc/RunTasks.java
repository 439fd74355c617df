package io.github.openairun.jdbc;

import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;

/**
 * The tasks of db-scheduler: one execution for each drive that has not ended, and one for
 * each event that listeners receive.
 */
final class RunTasks {

	static final TaskDescriptor<Void> DRIVE = TaskDescriptor.of("openai-run-drive");

	static final TaskDescriptor<Void> LISTENER = TaskDescriptor.of("openai-run-listener");

	static final TaskDescriptor<Void> RETENTION = TaskDescriptor.of("openai-run-retention");

	private RunTasks() {
	}

	/** Return the drive of a run. */
	static SchedulableInstance<Void> drive(String id, int priority, Instant at) {
		return SchedulableInstance.of(DRIVE.instance(id).priority(priority).build(), at);
	}

	static TaskInstanceId drive(String id) {
		return TaskInstanceId.of(DRIVE.getTaskName(), id);
	}

	/** Return the call of the listeners. */
	static SchedulableInstance<Void> listener(DriveRow row, DurableRunEvent.Kind kind, Instant at) {
		return SchedulableInstance.of(LISTENER.instance(row.id() + ":" + kind + ":" + row.version()).build(), at);
	}

}
