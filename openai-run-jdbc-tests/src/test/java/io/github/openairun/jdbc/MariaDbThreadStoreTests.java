package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link JdbcThreadStore} on MariaDB.
 */
@Tag("mariadb")
class MariaDbThreadStoreTests extends AbstractJdbcThreadStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.MARIADB);

	@Override
	StoreDatabase database() {
		return database;
	}

}
