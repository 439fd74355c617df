package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataAccessException;

import io.github.openairun.jdbc.JdbcTables;

/**
 * Creates the tables of durable runs and stored threads, and that of db-scheduler, if
 * they do not exist.
 */
class RunSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final Log logger = LogFactory.getLog(RunSchemaInitializer.class);

	private static final String LOCATION = "classpath:io/github/openairun/jdbc/";

	private static final String SCHEDULER_TABLE = "scheduled_tasks";

	private final JdbcTables tables;

	private final String schedulerTable;

	/**
	 * Create an initializer.
	 * @param dataSource the database
	 * @param properties when to create which tables
	 * @param schedulerTable the name of the table of db-scheduler, or {@code null} for
	 * its default
	 */
	RunSchemaInitializer(DataSource dataSource, OpenAiRunJdbcProperties properties, @Nullable String schedulerTable) {
		super(dataSource, settings(dataSource, properties));
		this.tables = new JdbcTables(properties.getTablePrefix());
		this.schedulerTable = (schedulerTable != null) ? schedulerTable : SCHEDULER_TABLE;
	}

	private static DatabaseInitializationSettings settings(DataSource dataSource, OpenAiRunJdbcProperties properties) {
		PlatformPlaceholderDatabaseDriverResolver resolver = new PlatformPlaceholderDatabaseDriverResolver();
		String[] locations = { LOCATION + "schema-@@platform@@.sql", LOCATION + "db-scheduler-@@platform@@.sql" };
		String platform = properties.getPlatform();
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations((platform != null) ? resolver.resolveAll(platform, locations)
				: resolver.resolveAll(dataSource, locations));
		settings.setMode(properties.getInitializeSchema());
		return settings;
	}

	@Override
	public boolean initializeDatabase() {
		try {
			return super.initializeDatabase();
		}
		catch (IllegalStateException ex) {
			throw new RunConfigurationException(
					"The tables of durable runs cannot be created: " + ex.getMessage() + ".",
					"Use PostgreSQL, MySQL, MariaDB or H2, and set openai.run.jdbc.platform only to postgresql, mysql, "
							+ "mariadb or h2." + OpenAiRunJdbcAutoConfiguration.OTHERWISE,
					ex);
		}
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		for (Resource script : scripts) {
			renamed.add(new ByteArrayResource(rename(script).getBytes(StandardCharsets.UTF_8), script.toString()));
		}
		Scripts own = new Scripts(renamed).encoding(StandardCharsets.UTF_8)
			.separator(scripts.getSeparator())
			.continueOnError(scripts.isContinueOnError());
		try {
			super.runScripts(own);
		}
		catch (DataAccessException ex) {
			// Another node may have created the same tables at the same moment.
			logger.debug("The tables could not be created; trying again", ex);
			super.runScripts(own);
		}
	}

	private String rename(Resource script) {
		try {
			String text = this.tables.script(script.getContentAsString(StandardCharsets.UTF_8));
			String simpleName = this.schedulerTable.substring(this.schedulerTable.lastIndexOf('.') + 1);
			return text.replace(SCHEDULER_TABLE + "_", simpleName + "_")
				.replaceAll(SCHEDULER_TABLE + "(?!_)", this.schedulerTable);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
