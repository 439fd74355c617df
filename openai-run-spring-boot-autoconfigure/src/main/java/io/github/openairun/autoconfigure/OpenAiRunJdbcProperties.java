package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Lazy;

import io.github.openairun.jdbc.JdbcTables;

/**
 * Properties of durable runs and of the stores in the database of the application.
 */
@Lazy
@ConfigurationProperties("openai.run.jdbc")
public class OpenAiRunJdbcProperties {

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

}
