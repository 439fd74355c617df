package io.github.openairun.benchmarks.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What no durable run on db-scheduler can do without: the work by hand, in bare tasks
 * that write as often as a durable run and texts of the same size, but read nothing back.
 * A task of db-scheduler does the work, and a second one tells of its end. Nothing that
 * they write would let another node go on.
 */
final class Floor implements Contender {

	private static final TaskDescriptor<Void> RUN = TaskDescriptor.of("run");

	private static final TaskDescriptor<Void> END = TaskDescriptor.of("end");

	private static final String PROGRESS = "p".repeat(250);

	private static final String RECORD = "r".repeat(350);

	private static final String RESULT = "e".repeat(1200);

	private final Work work;

	private final Semaphore ends;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final Scheduler scheduler;

	Floor(DataSource dataSource, WorkServer server, Semaphore ends) {
		this.work = new Work(server.baseUrl());
		this.ends = ends;
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
				new ClassPathResource("io/github/openairun/jdbc/db-scheduler-postgresql.sql")), dataSource);
		this.jdbc.execute("create table if not exists run (id varchar(36) primary key, state varchar(16), "
				+ "record text, progress text, result text)");
		this.jdbc.execute("create table if not exists link (id varchar(36) primary key, state varchar(16))");
		this.jdbc.execute("create table if not exists call (id varchar(36), position int, arguments text, output text, "
				+ "primary key (id, position))");
		this.scheduler = Scheduler
			.create(new TransactionAwareDataSourceProxy(dataSource), Tasks.custom(RUN).execute(this::execute),
					Tasks.oneTime(END).execute((instance, context) -> ends.release()))
			.threads(Work.THREADS)
			.pollUsingLockAndFetch(0.5, 1)
			.pollingInterval(Duration.ofSeconds(10))
			.build();
		this.scheduler.start();
	}

	@Override
	public void schedule() {
		String id = UUID.randomUUID().toString();
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("insert into run (id, state, record) values (?, 'SCHEDULED', ?)", id, RECORD);
			this.scheduler.scheduleBatch(List.of(SchedulableInstance.of(RUN.instance(id).build(), Instant.now())));
		});
		this.scheduler.triggerCheckForDueExecutions();
	}

	private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
		String id = instance.getId();
		try {
			execute(id);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return (complete, operations) -> {
			this.transaction.executeWithoutResult((status) -> {
				this.jdbc.update("update run set state = 'ENDED', result = ? where id = ?", RESULT, id);
				operations.removeAndScheduleNew(SchedulableInstance.of(END.instance(id).build(), Instant.now()));
			});
			this.scheduler.triggerCheckForDueExecutions();
		};
	}

	private void execute(String id) throws Exception {
		this.jdbc.update("update run set state = 'RUNNING' where id = ?", id);
		String conversation = this.work.conversation();
		progress(id);
		String response = this.work.begin(conversation);
		this.jdbc.update("insert into link (id, state) values (?, 'ACTIVE')", id);
		progress(id);
		begin(id, 0);
		String temperature = this.work.temperature();
		answer(id, 0, temperature);
		begin(id, 1);
		String forecast = this.work.forecast();
		answer(id, 1, forecast);
		progress(id);
		this.work.submit(conversation, response, temperature, forecast);
		this.jdbc.update("update link set state = 'ENDED' where id = ?", id);
		progress(id);
	}

	private void progress(String id) {
		this.jdbc.update("update run set progress = ? where id = ?", PROGRESS, id);
	}

	private void begin(String id, int position) {
		this.jdbc.update("insert into call (id, position, arguments) values (?, ?, '{\"city\":\"Lisbon\"}')", id,
				position);
	}

	private void answer(String id, int position, String output) {
		this.jdbc.update("update call set output = ? where id = ? and position = ?", output, id, position);
	}

	@Override
	public void plain() throws Exception {
		this.work.all();
	}

	@Override
	public String unsettled() {
		return "select count(*) from scheduled_tasks";
	}

	@Override
	public void close() {
		this.scheduler.stop();
	}

}
