package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * Tests for runs that no node holds, on MariaDB.
 */
@Tag("mariadb")
class MariaDbWaitingRunTests extends AbstractWaitingRunTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.MARIADB;
	}

}
