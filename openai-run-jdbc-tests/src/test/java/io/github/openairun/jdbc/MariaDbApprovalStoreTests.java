package io.github.openairun.jdbc;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link JdbcApprovalStore} on MariaDB.
 */
@Tag("mariadb")
class MariaDbApprovalStoreTests extends AbstractJdbcApprovalStoreTests {

	@RegisterExtension
	static final StoreDatabase database = new StoreDatabase(Database.Kind.MARIADB);

	@Override
	JdbcAccess database() {
		return database.access();
	}

}
