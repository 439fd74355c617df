package io.github.openairun.benchmarks.durable;

import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.jdbc.DurableRun;
import io.github.openairun.jdbc.DurableRunListener;
import io.github.openairun.jdbc.DurableRuns;

/**
 * An application with durable runs as the starter sets them up.
 */
final class DurableApplication implements Contender {

	private static final RunRequest REQUEST = RunRequest.assistant("bench").message(Work.QUESTION).build();

	private final ConfigurableApplicationContext context;

	private final DurableRuns durableRuns;

	private final RunOperations runs;

	private final TransactionTemplate transaction;

	DurableApplication(DataSource dataSource, WorkServer server, Semaphore ends) {
		this.context = new SpringApplicationBuilder(Configured.class).web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext context) -> {
				context.registerBean(DataSource.class, () -> dataSource, (bean) -> bean.setDestroyMethodName(""));
				context.registerBean(DurableRunListener.class, () -> new Listener(ends));
			})
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false", "logging.level.root=error",
					"openai.api-key=none", "openai.base-url=" + server.baseUrl(),
					"openai.run.assistants.bench.model=gpt-4.1", "openai.run.assistants.bench.tools=*",
					"openai.run.jdbc.initialize-schema=always", "db-scheduler.threads=" + Work.THREADS,
					"db-scheduler.polling-strategy=lock-and-fetch")
			.run();
		this.durableRuns = this.context.getBean(DurableRuns.class);
		this.runs = this.context.getBean(RunOperations.class);
		this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	@Override
	public void schedule() {
		this.transaction.executeWithoutResult((status) -> this.durableRuns.schedule(REQUEST));
	}

	@Override
	public void plain() {
		Work.require(this.runs.execute(REQUEST).text());
	}

	@Override
	public String unsettled() {
		return "select count(*) from scheduled_tasks where task_name <> 'openai-run-retention'";
	}

	@Override
	public void close() {
		SpringApplication.exit(this.context);
	}

	/** Its beans. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

		@Bean
		BenchmarkTools benchmarkTools() {
			return new BenchmarkTools();
		}

	}

	/** Tells the end of each run. */
	private record Listener(Semaphore ends) implements DurableRunListener {

		@Override
		public void ended(DurableRun run, RunResult result) {
			Work.require(result.text());
			this.ends.release();
		}

	}

}
