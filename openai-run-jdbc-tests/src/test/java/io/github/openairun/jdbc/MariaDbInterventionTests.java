package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * Tests for interventions into durable runs on MariaDB.
 */
@Tag("mariadb")
class MariaDbInterventionTests extends AbstractInterventionTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.MARIADB;
	}

}
