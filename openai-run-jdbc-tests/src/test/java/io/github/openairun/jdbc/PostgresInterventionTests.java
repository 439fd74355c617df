package io.github.openairun.jdbc;

/**
 * Tests for interventions into durable runs on PostgreSQL.
 */
class PostgresInterventionTests extends AbstractInterventionTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.POSTGRESQL;
	}

}
