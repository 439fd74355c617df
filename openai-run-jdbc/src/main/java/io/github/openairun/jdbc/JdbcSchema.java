package io.github.openairun.jdbc;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.util.Assert;

/**
 * The schema of the tables, which has a number that increases with every change.
 *
 * @since 0.1.0
 */
public final class JdbcSchema {

	/** The number of the schema that this version of the library works with. */
	public static final int VERSION = 1;

	private final JdbcOperations jdbc;

	private final JdbcTables tables;

	/**
	 * Create a schema.
	 * @param jdbc the database
	 * @param tables the names of the tables
	 */
	public JdbcSchema(JdbcOperations jdbc, JdbcTables tables) {
		Assert.notNull(jdbc, "'jdbc' must not be null");
		Assert.notNull(tables, "'tables' must not be null");
		this.jdbc = jdbc;
		this.tables = tables;
	}

	/**
	 * Check that the tables exist and have the expected schema.
	 * @return this schema
	 * @throws JdbcSchemaException if they do not exist, or have another schema
	 */
	public JdbcSchema check() {
		Integer version = version();
		if (version == null || version < VERSION) {
			throw new JdbcSchemaException(
					"The tables of durable runs have schema %s, but this version of the library needs schema %s."
						.formatted((version != null) ? version : "no number", VERSION),
					"Apply the script of the documentation's page on durable runs that upgrades the schema.", null);
		}
		if (version > VERSION) {
			throw new JdbcSchemaException(
					("The tables of durable runs have schema %s, which is newer than the schema %s of this version of the "
							+ "library.")
						.formatted(version, VERSION),
					"Start a newer version of the application: this one could damage runs of the other nodes.", null);
		}
		return this;
	}

	private @Nullable Integer version() {
		try {
			return this.jdbc.queryForObject(this.tables.sql("select version from openai_run_schema where id = 1"),
					Integer.class);
		}
		catch (EmptyResultDataAccessException ex) {
			return null;
		}
		catch (BadSqlGrammarException ex) {
			throw new JdbcSchemaException(
					"The database has no table '" + this.tables.sql("openai_run_schema")
							+ "', which durable runs and stored threads need.",
					"Set openai.run.jdbc.initialize-schema=always, or apply the script "
							+ "'io/github/openairun/jdbc/schema-<database>.sql' of openai-run-jdbc with Flyway or "
							+ "Liquibase. If the tables have another prefix, set openai.run.jdbc.table-prefix.",
					ex);
		}
	}

}
