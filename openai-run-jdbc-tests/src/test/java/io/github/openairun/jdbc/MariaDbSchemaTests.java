package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * Tests for the tables on MariaDB.
 */
@Tag("mariadb")
class MariaDbSchemaTests extends AbstractSchemaTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.MARIADB;
	}

}
