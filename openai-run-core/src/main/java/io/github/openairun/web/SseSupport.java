package io.github.openairun.web;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.IdGenerator;

/**
 * The parts that all emitters share.
 *
 * @param executor sends
 * @param scheduler wakes
 * @param references makes the references of failures
 * @param settings the bounds
 */
record SseSupport(Executor executor, TaskScheduler scheduler, IdGenerator references,
		RunSseEmitters.Settings settings) {

	void execute(Runnable task) {
		this.executor.execute(task);
	}

	/** Checks twice in an interval, so that no silence is longer than one. */
	Future<?> every(Runnable beat) {
		return this.scheduler.scheduleWithFixedDelay(beat, this.settings.heartbeatInterval().dividedBy(2));
	}

	String reference() {
		return this.references.generateId().toString();
	}

}
