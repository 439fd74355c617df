package io.github.openairun.jdbc;

import java.time.Clock;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.openairun.wire.RunLinkStore;

/**
 * Tests for {@link JdbcRunLinkStore} on PostgreSQL.
 */
class PostgresRunLinkStoreTests extends AbstractRunLinkStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.POSTGRESQL);

	@Override
	RunLinkStore store() {
		return new JdbcRunLinkStore(database.access(), Clock.systemUTC());
	}

}
