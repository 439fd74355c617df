package io.github.openairun.jdbc;

import java.util.List;

import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.CompositeApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;

/**
 * Tests that several stores together do what every {@link ApprovalStore} must do.
 */
class CompositeApprovalStoreTests extends AbstractApprovalStoreTests {

	private final ApprovalStore store = new CompositeApprovalStore(
			List.of(new InMemoryApprovalStore(), new InMemoryApprovalStore()));

	@Override
	ApprovalStore store() {
		return this.store;
	}

}
