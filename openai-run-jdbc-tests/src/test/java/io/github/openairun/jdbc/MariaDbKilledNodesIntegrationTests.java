package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * The death of nodes that share a MariaDB.
 */
@Tag("mariadb")
class MariaDbKilledNodesIntegrationTests extends KilledNodesIntegrationTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.MARIADB;
	}

}
