package io.github.openairun.jdbc;

import io.github.openairun.wire.RunLinkStore;

/**
 * Tests that the store in memory does what every {@link RunLinkStore} must do.
 */
class InMemoryRunLinkStoreTests extends AbstractRunLinkStoreTests {

	private final RunLinkStore store = RunLinkStore.inMemory();

	@Override
	RunLinkStore store() {
		return this.store;
	}

}
