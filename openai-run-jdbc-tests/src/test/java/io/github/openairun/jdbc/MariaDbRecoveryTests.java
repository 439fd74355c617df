package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * Tests for the recovery of durable runs on MariaDB.
 */
@Tag("mariadb")
class MariaDbRecoveryTests extends AbstractRecoveryTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.MARIADB;
	}

}
