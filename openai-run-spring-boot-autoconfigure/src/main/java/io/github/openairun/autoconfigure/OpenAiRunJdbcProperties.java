package io.github.openairun.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Lazy;

import io.github.openairun.jdbc.JdbcTables;

/**
 * Properties of durable runs and of the stores in the database of the application.
 *
 * @since 0.1.0
 */
@Lazy
@ConfigurationProperties("openai.run.jdbc")
public class OpenAiRunJdbcProperties implements InitializingBean {

	/**
	 * Whether durable runs and the stores in the database are auto-configured.
	 */
	private boolean enabled = true;

	/**
	 * When the tables are created that do not exist yet, including that of db-scheduler.
	 */
	private DatabaseInitializationMode initializeSchema = DatabaseInitializationMode.EMBEDDED;

	/**
	 * Name of the database in the names of the schema scripts. Detected if not set.
	 */
	private @Nullable String platform;

	/**
	 * Prefix of the tables, which may begin with the name of a schema.
	 */
	private String tablePrefix = JdbcTables.DEFAULT_PREFIX;

	/**
	 * Whether runs can be durable, which needs db-scheduler.
	 */
	private boolean durableRuns = true;

	/**
	 * How long after it was due a durable run fails that was not created.
	 */
	private Duration deadline = Duration.ofDays(1);

	/**
	 * How long durable runs that have ended are kept; 0 for ever.
	 */
	private Duration retention = Duration.ofDays(30);

	/**
	 * How long handlers may work on when the application shuts down, so that their
	 * outputs are recorded.
	 */
	private Duration shutdownGrace = Duration.ofSeconds(20);

	/**
	 * Longest pause between two polls of a response in which a node holds its durable
	 * run. In a longer one the run holds no thread, and goes on on any node after the
	 * pause or a webhook. Default is 1s with 'openai.webhook.secret'; without, nodes hold
	 * their runs.
	 */
	private @Nullable Duration maxHeldPause;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public DatabaseInitializationMode getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(DatabaseInitializationMode initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	public @Nullable String getPlatform() {
		return this.platform;
	}

	public void setPlatform(@Nullable String platform) {
		this.platform = platform;
	}

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		this.tablePrefix = tablePrefix;
	}

	public boolean isDurableRuns() {
		return this.durableRuns;
	}

	public void setDurableRuns(boolean durableRuns) {
		this.durableRuns = durableRuns;
	}

	public Duration getDeadline() {
		return this.deadline;
	}

	public void setDeadline(Duration deadline) {
		this.deadline = deadline;
	}

	public Duration getRetention() {
		return this.retention;
	}

	public void setRetention(Duration retention) {
		this.retention = retention;
	}

	public Duration getShutdownGrace() {
		return this.shutdownGrace;
	}

	public void setShutdownGrace(Duration shutdownGrace) {
		this.shutdownGrace = shutdownGrace;
	}

	public @Nullable Duration getMaxHeldPause() {
		return this.maxHeldPause;
	}

	public void setMaxHeldPause(@Nullable Duration maxHeldPause) {
		this.maxHeldPause = maxHeldPause;
	}

	@Override
	public void afterPropertiesSet() {
		PropertyRange.under("openai.run.jdbc")
			.positive("deadline", this.deadline)
			.notNegative("retention", this.retention)
			.notNegative("shutdown-grace", this.shutdownGrace)
			.notNegative("max-held-pause", this.maxHeldPause);
		try {
			new JdbcTables(this.tablePrefix);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("openai.run.jdbc.table-prefix", this.tablePrefix,
					"It must consist of letters, digits and '_', after a schema if any.");
		}
	}

}
