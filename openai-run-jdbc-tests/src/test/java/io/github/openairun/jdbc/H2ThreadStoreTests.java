package io.github.openairun.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link JdbcThreadStore} on H2.
 */
class H2ThreadStoreTests extends AbstractJdbcThreadStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.H2);

	@Override
	StoreDatabase database() {
		return database;
	}

}
