package io.github.openairun.jdbc;

/**
 * Tests for runs that no node holds, on PostgreSQL.
 */
class PostgresWaitingRunTests extends AbstractWaitingRunTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.POSTGRESQL;
	}

}
