package io.github.openairun.jdbc;

import java.time.Instant;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
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

	/** Schedule the drive of a run in the transaction of the caller. */
	static void scheduleDrive(SchedulerClient scheduler, String id, int priority, Instant at) {
		TaskInstance<Void> instance = DRIVE.instance(id).priority(priority).build();
		scheduler.scheduleIfNotExists(SchedulableInstance.of(instance, at));
	}

	static TaskInstanceId drive(String id) {
		return TaskInstanceId.of(DRIVE.getTaskName(), id);
	}

	/** Schedule the call of the listeners in the transaction of the caller. */
	static void scheduleListener(SchedulerClient scheduler, DriveRow row, DurableRunEvent.Kind kind, Instant at) {
		TaskInstance<Void> instance = LISTENER.instance(row.id() + ":" + kind + ":" + row.version()).build();
		scheduler.scheduleIfNotExists(SchedulableInstance.of(instance, at));
	}

}
