package io.github.openairun.benchmarks.durable;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Queue;
import dev.dbos.transact.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of DBOS Transact with a step for each request and each tool call. With a
 * queue, any node may execute what is scheduled, as with durable runs; the queue is
 * polled much more often than by default. Without one, the node executes at once what it
 * starts, and only as much is started as there are threads.
 */
final class DbosContender implements Contender {

	private static final Duration POLLING_INTERVAL = Duration.ofMillis(10);

	private final DBOS dbos;

	private final Work work;

	private final Weather workflow;

	private final @Nullable Queue queue;

	private final ExecutorService starters = Executors.newFixedThreadPool(Work.THREADS);

	DbosContender(DataSource dataSource, WorkServer server, Semaphore ends, boolean queued) {
		this.dbos = new DBOS(
				DBOSConfig.defaults("bench").withDataSource(dataSource).withMigrate(true).withAppVersion("1"));
		this.work = new Work(server.baseUrl());
		this.workflow = this.dbos.registerProxy(Weather.class, new Steps(this.dbos, this.work, ends));
		this.queue = queued
				? new Queue("bench").withWorkerConcurrency(Work.THREADS).withPollingInterval(POLLING_INTERVAL) : null;
		if (this.queue != null) {
			this.dbos.registerQueue(this.queue);
		}
		this.dbos.launch();
	}

	@Override
	public void schedule() {
		if (this.queue != null) {
			this.dbos.startWorkflow(() -> this.workflow.tell(Work.QUESTION),
					new StartWorkflowOptions().withQueue(this.queue));
		}
		else {
			this.starters.execute(this::execute);
		}
	}

	private void execute() {
		try {
			this.dbos.startWorkflow(() -> this.workflow.tell(Work.QUESTION)).getResult();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void plain() throws Exception {
		this.work.all();
	}

	@Override
	public String unsettled() {
		return "select count(*) from dbos.workflow_status where status <> 'SUCCESS'";
	}

	@Override
	public void close() {
		this.starters.shutdown();
		try {
			this.starters.awaitTermination(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.dbos.shutdown();
	}

	/** The workflow. */
	interface Weather {

		/** Tell the weather. */
		String tell(String question) throws Exception;

	}

	/** Its steps. */
	static final class Steps implements Weather {

		private final DBOS dbos;

		private final Work work;

		private final Semaphore ends;

		Steps(DBOS dbos, Work work, Semaphore ends) {
			this.dbos = dbos;
			this.work = work;
			this.ends = ends;
		}

		@Override
		@Workflow
		public String tell(String question) throws Exception {
			String conversation = this.dbos.runStep(() -> this.work.conversation(), "conversation");
			String response = this.dbos.runStep(() -> this.work.begin(conversation), "begin");
			String temperature = this.dbos.runStep(() -> this.work.temperature(), "temperature");
			String forecast = this.dbos.runStep(() -> this.work.forecast(), "forecast");
			String text = this.dbos.runStep(() -> this.work.submit(conversation, response, temperature, forecast),
					"submit");
			this.ends.release();
			return text;
		}

	}

}
