package io.github.openairun.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import com.github.kagkarlsson.scheduler.task.Task;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JacksonModule;

import io.github.openairun.RunLimits;
import io.github.openairun.RunOperations;
import io.github.openairun.engine.RunDriver;
import io.github.openairun.jdbc.ContextRestorer;
import io.github.openairun.jdbc.DurableRunListener;
import io.github.openairun.jdbc.DurableRunSettings;
import io.github.openairun.jdbc.DurableRunWorker;
import io.github.openairun.jdbc.DurableRuns;
import io.github.openairun.jdbc.JdbcAccess;
import io.github.openairun.jdbc.JdbcApprovalStore;
import io.github.openairun.jdbc.JdbcDurableRuns;
import io.github.openairun.jdbc.SchedulerWaker;

/**
 * Configuration of durable runs. The tasks of db-scheduler obtain everything else when
 * they are executed, because the application may use its scheduler in any other bean.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "openai.run.jdbc.durable-runs", matchIfMissing = true)
class DurableRunConfiguration {

	/** If a webhook reports the end of a response, no node needs to hold its run. */
	private static final Duration HELD_PAUSE = Duration.ofSeconds(1);

	@Bean
	static SchedulerDefaults runSchedulerDefaults() {
		return new SchedulerDefaults();
	}

	@Bean
	@ConditionalOnMissingBean
	ExactlyOnceVerifier exactlyOnceVerifier(BeanFactory beanFactory, JdbcAccess database) {
		return new ExactlyOnceVerifier(beanFactory, database.transactionManager());
	}

	/** Customizes what db-scheduler does not detect itself. */
	@Bean
	@ConditionalOnMissingBean(DbSchedulerCustomizer.class)
	RunSchedulerCustomizer runSchedulerCustomizer(ObjectProvider<DataSource> dataSources,
			ObjectProvider<DbSchedulerProperties> properties) {
		return new RunSchedulerCustomizer(dataSources, properties);
	}

	@Bean
	@ConditionalOnMissingBean
	DurableRunSettings durableRunSettings(OpenAiRunJdbcProperties properties,
			ObjectProvider<DbSchedulerProperties> schedulers, Environment environment) {
		DbSchedulerProperties scheduler = schedulers.getIfAvailable();
		Duration maxHeldPause = properties.getMaxHeldPause();
		if (maxHeldPause == null && StringUtils.hasText(environment.getProperty(OpenAiWebhookProperties.SECRET))) {
			maxHeldPause = HELD_PAUSE;
		}
		return DurableRunSettings.defaults()
			.withDeadline(properties.getDeadline())
			.withRetention(properties.getRetention())
			.withShutdownGrace(properties.getShutdownGrace())
			.withMaxHeldPause(maxHeldPause)
			.withPriorities(scheduler != null && scheduler.isPriorityEnabled());
	}

	@Bean
	@ConditionalOnMissingBean
	JdbcApprovalStore jdbcApprovalStore(JdbcAccess database, ObjectProvider<Scheduler> schedulers,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new JdbcApprovalStore(database,
				new SchedulerWaker(database, schedulers::getObject, scheduler.getClock()), scheduler.getClock());
	}

	@Bean
	@ConditionalOnMissingBean
	DurableRunWorker durableRunWorker(JdbcAccess database, JdbcApprovalStore approvals, DurableRunSettings settings,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler,
			ObjectProvider<RunDriver> drivers, ObjectProvider<RunOperations> runs, ObjectProvider<RunLimits> limits,
			ObjectProvider<ContextRestorer> contextRestorers, ObjectProvider<DurableRunListener> listeners,
			ObjectProvider<ObservationRegistry> observations, ApplicationEventPublisher events,
			ObjectProvider<Scheduler> schedulers) {
		return new DurableRunWorker(database, approvals,
				new DurableRunWorker.Collaborators(drivers::getObject, runs::getObject, limits::getObject,
						() -> contextRestorer(contextRestorers), () -> listeners.orderedStream().toList(), events,
						() -> observations.getIfUnique(() -> ObservationRegistry.NOOP), schedulers::getObject),
				settings, scheduler);
	}

	private static ContextRestorer contextRestorer(ObjectProvider<ContextRestorer> contextRestorers) {
		try {
			return contextRestorers.getIfAvailable(() -> ContextRestorer.NONE);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new RunConfigurationException("Durable runs need one ContextRestorer, but there are several.",
					"Mark one of them as @Primary, or let one bean restore everything.", ex);
		}
	}

	@Bean
	DurableRunWebhooks durableRunWebhooks(DurableRunWorker worker) {
		return new DurableRunWebhooks(worker);
	}

	@Bean
	Task<Void> openAiRunDriveTask(DurableRunWorker worker) {
		return worker.driveTask();
	}

	@Bean
	Task<Void> openAiRunListenerTask(DurableRunWorker worker) {
		return worker.listenerTask();
	}

	@Bean
	Task<Void> openAiRunRetentionTask(DurableRunWorker worker) {
		return worker.retentionTask();
	}

	@Bean
	@ConditionalOnMissingBean(DurableRuns.class)
	JdbcDurableRuns durableRuns(JdbcAccess database, ObjectProvider<Scheduler> schedulers,
			ObjectProvider<RunDriver> drivers, DurableRunWorker worker, DurableRunSettings settings,
			ObjectProvider<ObservationRegistry> observations,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new JdbcDurableRuns(database, schedulers::getObject, drivers::getObject, worker, settings,
				() -> observations.getIfUnique(() -> ObservationRegistry.NOOP), scheduler.getClock());
	}

	/** Jackson's auto-configuration adds the module to the mappers of the application. */
	@Bean
	@ConditionalOnMissingBean(name = "openAiDurableRunJacksonModule")
	JacksonModule openAiDurableRunJacksonModule() {
		return new DurableRunJsonModule();
	}

	@Bean
	@ConditionalOnMissingBean(DbSchedulerStarter.class)
	RunSchedulerStarter runSchedulerStarter(ObjectProvider<Scheduler> schedulers) {
		return new RunSchedulerStarter(schedulers);
	}

	/**
	 * Starts db-scheduler once all tools are known, and stops the drives of this node
	 * before the engine. A child context must not stop those of its parent.
	 */
	@Bean
	@ConditionalOnMissingBean
	RunSchedulerLifecycle runSchedulerLifecycle(ObjectProvider<Scheduler> schedulers,
			ObjectProvider<RunSchedulerStarter> starters, ObjectProvider<DbSchedulerProperties> properties,
			DurableRunWorker worker, ObjectProvider<ContextRestorer> contextRestorers) {
		contextRestorer(contextRestorers);
		return new RunSchedulerLifecycle(schedulers, starters, properties, worker);
	}

}
