package io.github.openairun.jdbc;

import java.time.Clock;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.openairun.wire.RunLinkStore;

/**
 * Tests for {@link JdbcRunLinkStore} on MariaDB.
 */
@Tag("mariadb")
class MariaDbRunLinkStoreTests extends AbstractRunLinkStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.MARIADB);

	@Override
	RunLinkStore store() {
		return new JdbcRunLinkStore(database.access(), Clock.systemUTC());
	}

}
