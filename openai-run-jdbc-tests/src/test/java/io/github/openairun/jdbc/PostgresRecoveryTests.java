package io.github.openairun.jdbc;

/**
 * Tests for the recovery of durable runs on PostgreSQL.
 */
class PostgresRecoveryTests extends AbstractRecoveryTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.POSTGRESQL;
	}

}
