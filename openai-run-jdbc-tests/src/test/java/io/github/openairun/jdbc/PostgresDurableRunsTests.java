package io.github.openairun.jdbc;

/**
 * Tests for durable runs on PostgreSQL.
 */
class PostgresDurableRunsTests extends AbstractDurableRunsTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.POSTGRESQL;
	}

}
