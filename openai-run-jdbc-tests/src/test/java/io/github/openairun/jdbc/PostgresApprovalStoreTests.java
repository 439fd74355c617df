package io.github.openairun.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link JdbcApprovalStore} on PostgreSQL.
 */
class PostgresApprovalStoreTests extends AbstractJdbcApprovalStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.POSTGRESQL);

	@Override
	JdbcAccess database() {
		return database.access();
	}

}
