package io.github.openairun.jdbc;

import java.util.List;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.VoidExecutionHandler;
import org.springframework.context.ApplicationEventPublisher;

import io.github.openairun.RunResult;

/**
 * Calls the listeners of the application in one transaction.
 */
final class ListenerTask implements VoidExecutionHandler<Void> {

	private final DriveRows rows;

	private final Supplier<List<DurableRunListener>> listeners;

	private final ApplicationEventPublisher events;

	ListenerTask(DriveRows rows, Supplier<List<DurableRunListener>> listeners, ApplicationEventPublisher events) {
		this.rows = rows;
		this.listeners = listeners;
		this.events = events;
	}

	/** Return the id of the drive whose event an execution is about. */
	static String driveOf(TaskInstanceId event) {
		return event.getId().split(":")[0];
	}

	@Override
	public void execute(TaskInstance<Void> instance, ExecutionContext context) {
		String[] parts = instance.getId().split(":");
		DriveRow row = this.rows.find("id", parts[0]);
		if (row == null) {
			return;
		}
		DurableRunEvent.Kind kind = DurableRunEvent.Kind.valueOf(parts[1]);
		if (kind == DurableRunEvent.Kind.FAILED && row.version() != Long.parseLong(parts[2])) {
			// It was retried before the listeners could receive the failure.
			return;
		}
		DurableRun run = new DurableRun(row);
		this.rows.database().joining(() -> {
			this.listeners.get().forEach((listener) -> call(listener, kind, run));
			this.events.publishEvent(new DurableRunEvent(kind, run));
			return null;
		});
	}

	private static void call(DurableRunListener listener, DurableRunEvent.Kind kind, DurableRun run) {
		switch (kind) {
			case ENDED -> {
				RunResult result = run.result();
				if (result != null) {
					listener.ended(run, result);
				}
			}
			case FAILED -> listener.failed(run);
			case SUSPENDED -> listener.suspended(run);
		}
	}

}
