package io.github.openairun.jdbc;

import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;

/**
 * Tests that the store in memory does what every {@link ApprovalStore} must do.
 */
class InMemoryApprovalStoreTests extends AbstractApprovalStoreTests {

	private final ApprovalStore store = new InMemoryApprovalStore();

	@Override
	ApprovalStore store() {
		return this.store;
	}

}
