package io.github.openairun.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

import io.github.openairun.jdbc.DurableRunWorker;

/**
 * Starts db-scheduler when the application is complete, unless the application has a
 * starter of its own, and lets the drives of this node end when it shuts down: after the
 * web server, and before the engine.
 */
class RunSchedulerLifecycle implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(RunSchedulerLifecycle.class);

	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	private final ObjectProvider<Scheduler> schedulers;

	private final ObjectProvider<RunSchedulerStarter> starters;

	private final ObjectProvider<DbSchedulerProperties> properties;

	private final DurableRunWorker worker;

	private volatile boolean running;

	RunSchedulerLifecycle(ObjectProvider<Scheduler> schedulers, ObjectProvider<RunSchedulerStarter> starters,
			ObjectProvider<DbSchedulerProperties> properties, DurableRunWorker worker) {
		this.schedulers = schedulers;
		this.starters = starters;
		this.properties = properties;
		this.worker = worker;
	}

	@Override
	public void start() {
		Scheduler scheduler = this.schedulers.getIfAvailable();
		if (scheduler == null) {
			throw new RunConfigurationException("Durable runs need db-scheduler, but there is no Scheduler bean.",
					"Do not set db-scheduler.enabled=false, or set openai.run.jdbc.durable-runs=false if the application "
							+ "needs the stores only.");
		}
		this.properties.ifAvailable(RunSchedulerLifecycle::logTakeover);
		this.worker.start();
		if (scheduler.getSchedulerState().isPaused()) {
			scheduler.resume();
		}
		else {
			this.starters.ifAvailable(DbSchedulerStarter::doStart);
		}
		this.running = true;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.running && !this.schedulers.getObject().getSchedulerState().isStarted()) {
			logger
				.warn("This node executes no durable runs: the application has a DbSchedulerStarter of its own, which "
						+ "has not started the Scheduler. Start it, or remove the DbSchedulerStarter");
		}
	}

	/** db-scheduler looks for dead nodes after every other heartbeat. */
	private static void logTakeover(DbSchedulerProperties scheduler) {
		Duration interval = scheduler.getHeartbeatInterval();
		int limit = scheduler.getMissedHeartbeatsLimit();
		logger.info("If this node is killed, another one goes on with its durable runs after "
				+ seconds(interval.multipliedBy(limit)) + " to " + seconds(interval.multipliedBy(limit + 2L))
				+ " seconds (db-scheduler.heartbeat-interval is " + seconds(interval)
				+ " s, db-scheduler.missed-heartbeats-limit is " + limit + ")");
	}

	private static String seconds(Duration duration) {
		return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.schedulers.ifAvailable(Scheduler::pause);
		this.worker.stop(callback);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
