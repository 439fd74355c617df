package io.github.openairun.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link JdbcApprovalStore} on H2.
 */
class H2ApprovalStoreTests extends AbstractJdbcApprovalStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.H2);

	@Override
	JdbcAccess database() {
		return database.access();
	}

}
