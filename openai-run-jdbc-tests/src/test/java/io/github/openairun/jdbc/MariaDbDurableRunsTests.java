package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * Tests for durable runs on MariaDB.
 */
@Tag("mariadb")
class MariaDbDurableRunsTests extends AbstractDurableRunsTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.MARIADB;
	}

}
