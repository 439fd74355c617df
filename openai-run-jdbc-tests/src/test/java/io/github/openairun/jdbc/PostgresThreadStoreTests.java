package io.github.openairun.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link JdbcThreadStore} on PostgreSQL.
 */
class PostgresThreadStoreTests extends AbstractJdbcThreadStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.POSTGRESQL);

	@Override
	StoreDatabase database() {
		return database;
	}

}
