package io.github.openairun.jdbc;

/**
 * Tests for the tables on PostgreSQL.
 */
class PostgresSchemaTests extends AbstractSchemaTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.POSTGRESQL;
	}

}
