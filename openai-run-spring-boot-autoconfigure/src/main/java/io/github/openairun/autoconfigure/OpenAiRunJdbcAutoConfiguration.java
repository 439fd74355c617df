package io.github.openairun.autoconfigure;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

import io.github.openairun.jdbc.JdbcAccess;
import io.github.openairun.jdbc.JdbcRunLinkStore;
import io.github.openairun.jdbc.JdbcSchema;
import io.github.openairun.jdbc.JdbcTables;
import io.github.openairun.jdbc.JdbcThreadDeletion;
import io.github.openairun.jdbc.JdbcThreadStore;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;

/**
 * {@link AutoConfiguration Auto-configuration} for durable runs, and for the stores in
 * the database of the application. It precedes that of runs, whose stores in memory it
 * replaces.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenAiRunAutoConfiguration.class,
		beforeName = "com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration",
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnClass({ JdbcThreadStore.class, JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class,
		DbSchedulerProperties.class })
@ConditionalOnBooleanProperty(name = { "openai.run.enabled", "openai.run.jdbc.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(OpenAiRunJdbcProperties.class)
@Import({ DatabaseInitializationDependencyConfigurer.class, DurableRunConfiguration.class })
public final class OpenAiRunJdbcAutoConfiguration {

	static final String OTHERWISE = " If the application needs neither durable runs nor stored threads, set "
			+ "openai.run.jdbc.enabled=false.";

	private static DataSource dataSource(ObjectProvider<DataSource> dataSources) {
		try {
			DataSource dataSource = dataSources.getIfAvailable();
			if (dataSource != null) {
				return dataSource;
			}
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new RunConfigurationException("Durable runs need one DataSource, but there are several.",
					"Mark that of the application's own tables as @Primary." + OTHERWISE, ex);
		}
		throw new RunConfigurationException("Durable runs need a DataSource, but there is none.",
				"Set spring.datasource.url and add the driver of the database, or define a DataSource bean."
						+ OTHERWISE);
	}

	private static PlatformTransactionManager transactionManager(
			ObjectProvider<PlatformTransactionManager> transactionManagers, DataSource dataSource) {
		try {
			PlatformTransactionManager transactionManager = transactionManagers.getIfAvailable();
			if (transactionManager != null) {
				requireSame(dataSource, transactionManager);
				return transactionManager;
			}
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new RunConfigurationException(
					"Durable runs need one PlatformTransactionManager, but there are several.",
					"Mark that of the DataSource as @Primary." + OTHERWISE, ex);
		}
		throw new RunConfigurationException("Durable runs need a PlatformTransactionManager, but there is none.",
				"Define a JdbcTransactionManager bean for the DataSource." + OTHERWISE);
	}

	/** Writes would not be part of the transactions of another DataSource. */
	private static void requireSame(DataSource dataSource, PlatformTransactionManager transactionManager) {
		if (transactionManager instanceof ResourceTransactionManager resources
				&& resources.getResourceFactory() instanceof DataSource other
				&& unwrapped(other) != unwrapped(dataSource)) {
			throw new RunConfigurationException(
					"Durable runs need a PlatformTransactionManager of their DataSource, but that of the application is "
							+ "of another one.",
					"Mark the DataSource and the transaction manager that belong together as @Primary." + OTHERWISE);
		}
	}

	private static DataSource unwrapped(DataSource dataSource) {
		return (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null)
				? unwrapped(proxy.getTargetDataSource()) : dataSource;
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnRunSchemaInitialization.class)
	RunSchemaInitializer runSchemaInitializer(OpenAiRunJdbcProperties properties,
			ObjectProvider<DataSource> dataSources, ObjectProvider<DbSchedulerProperties> schedulers) {
		DbSchedulerProperties scheduler = schedulers.getIfAvailable();
		return new RunSchemaInitializer(dataSource(dataSources), properties,
				(scheduler != null) ? scheduler.getTableName() : null);
	}

	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	JdbcAccess jdbcAccess(OpenAiRunJdbcProperties properties, ObjectProvider<DataSource> dataSources,
			ObjectProvider<PlatformTransactionManager> transactionManagers) {
		JdbcTables tables = new JdbcTables(properties.getTablePrefix());
		DataSource dataSource = dataSource(dataSources);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		new JdbcSchema(jdbc, tables).check();
		return new JdbcAccess(jdbc, transactionManager(transactionManagers, dataSource), tables);
	}

	@Bean
	@ConditionalOnMissingBean(ThreadStore.class)
	@ConditionalOnProperty(name = "openai.run.thread-store.type", havingValue = "jdbc", matchIfMissing = true)
	JdbcThreadStore threadStore(JdbcAccess database) {
		return new JdbcThreadStore(database);
	}

	@Bean
	@ConditionalOnMissingBean({ RunLinkStore.class, RunGateway.class })
	@ConditionalOnProperty(name = "openai.run.responses.link-store", havingValue = "jdbc", matchIfMissing = true)
	JdbcRunLinkStore runLinkStore(JdbcAccess database,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new JdbcRunLinkStore(database, scheduler.getClock());
	}

	@Bean
	@ConditionalOnMissingBean
	JdbcThreadDeletion jdbcThreadDeletion(JdbcAccess database) {
		return new JdbcThreadDeletion(database);
	}

	/** Whether the tables are to be created. */
	static class OnRunSchemaInitialization extends OnDatabaseInitializationCondition {

		OnRunSchemaInitialization() {
			super("Durable runs", "openai.run.jdbc.initialize-schema");
		}

	}

}
