package io.github.openairun.autoconfigure;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Starts db-scheduler when {@link RunSchedulerLifecycle} asks for it, and takes the place
 * of its own starter, which would not wait until all tools are known.
 */
class RunSchedulerStarter implements DbSchedulerStarter {

	private final ObjectProvider<Scheduler> schedulers;

	RunSchedulerStarter(ObjectProvider<Scheduler> schedulers) {
		this.schedulers = schedulers;
	}

	@Override
	public void doStart() {
		Scheduler scheduler = this.schedulers.getObject();
		if (!scheduler.getSchedulerState().isStarted()) {
			scheduler.start();
		}
	}

}
