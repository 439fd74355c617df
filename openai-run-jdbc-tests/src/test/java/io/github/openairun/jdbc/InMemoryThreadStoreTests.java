package io.github.openairun.jdbc;

import java.time.Clock;

import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.thread.ThreadStore;

/**
 * Tests that {@link InMemoryThreadStore} does what every store must do.
 */
class InMemoryThreadStoreTests extends AbstractThreadStoreTests {

	private final ThreadStore store = new InMemoryThreadStore(InMemoryThreadStore.Bounds.defaults(), Clock.systemUTC());

	@Override
	ThreadStore store() {
		return this.store;
	}

}
