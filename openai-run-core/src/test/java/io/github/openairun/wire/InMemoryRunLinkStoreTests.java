package io.github.openairun.wire;

import org.junit.jupiter.api.Test;

import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the bounds of {@link InMemoryRunLinkStore}; the suite of all stores tests the
 * rest.
 */
class InMemoryRunLinkStoreTests {

	private final RunLinkStore store = RunLinkStore.inMemory(2);

	@Test
	void forgetsTheRunThatWasUsedLeastRecently() {
		this.store.advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ENDED));
		this.store.advance("conv_1", "resp_2", null, new Link("resp_2", ResponsePhase.ENDED));
		this.store.find("conv_1", "resp_1");
		this.store.advance("conv_1", "resp_3", null, new Link("resp_3", ResponsePhase.ENDED));
		assertThat(this.store.find("conv_1", "resp_1")).isNotNull();
		assertThat(this.store.find("conv_1", "resp_2")).isNull();
		assertThat(this.store.find("conv_1", "resp_3")).isNotNull();
	}

	@Test
	void wantsRoomForARun() {
		assertThatIllegalArgumentException().isThrownBy(() -> RunLinkStore.inMemory(0))
			.withMessageContaining("maxRuns");
	}

}
