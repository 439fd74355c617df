package io.github.openairun.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

import io.github.openairun.jdbc.DurableRunWorker;

/**
 * Starts db-scheduler when the application is complete, and lets the drives of this node
 * end when it shuts down: after the web server, and before the engine.
 */
class RunSchedulerLifecycle implements DbSchedulerStarter, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RunSchedulerLifecycle.class);

	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	private final ObjectProvider<Scheduler> schedulers;

	private final ObjectProvider<DbSchedulerProperties> properties;

	private final DurableRunWorker worker;

	private volatile boolean running;

	RunSchedulerLifecycle(ObjectProvider<Scheduler> schedulers, ObjectProvider<DbSchedulerProperties> properties,
			DurableRunWorker worker) {
		this.schedulers = schedulers;
		this.properties = properties;
		this.worker = worker;
	}

	@Override
	public void doStart() {
		Scheduler scheduler = this.schedulers.getIfAvailable();
		if (scheduler == null) {
			throw new RunConfigurationException("Durable runs need db-scheduler, but there is no Scheduler bean.",
					"Do not set db-scheduler.enabled=false, or set openai.run.jdbc.durable-runs=false if the application "
							+ "needs the stores only.");
		}
		this.properties.ifAvailable(RunSchedulerLifecycle::logTakeover);
		this.worker.start();
		if (scheduler.getSchedulerState().isStarted()) {
			scheduler.resume();
		}
		else {
			scheduler.start();
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
	public void start() {
		doStart();
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		Scheduler scheduler = this.schedulers.getIfAvailable();
		if (scheduler != null) {
			scheduler.pause();
		}
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
