package io.github.openairun.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InMemoryRunLinkStoreTests {

	private final RunLinkStore store = RunLinkStore.inMemory(2);

	@Test
	void knowsNothingAtFirst() {
		assertThat(this.store.find("conv_1", "resp_1")).isNull();
		assertThat(this.store.activeRun("conv_1")).isNull();
	}

	@Test
	void remembersTheNewestResponse() {
		Link link = new Link("resp_2", ResponsePhase.UNCERTAIN);
		assertThat(this.store.advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE))).isTrue();
		assertThat(this.store.advance("conv_1", "resp_1", "resp_1", link)).isTrue();
		assertThat(this.store.find("conv_1", "resp_1")).isEqualTo(link);
	}

	@Test
	void doesNotAdvanceFromAnotherResponseThanTheNewest() {
		Link link = new Link("resp_2", ResponsePhase.ACTIVE);
		this.store.advance("conv_1", "resp_1", null, link);
		assertThat(this.store.advance("conv_1", "resp_1", "resp_1", new Link("resp_3", ResponsePhase.ACTIVE)))
			.isFalse();
		assertThat(this.store.advance("conv_1", "resp_1", null, new Link("resp_3", ResponsePhase.ACTIVE))).isFalse();
		assertThat(this.store.find("conv_1", "resp_1")).isEqualTo(link);
	}

	@Test
	void doesNotAdvanceFromAResponseThatItHasForgotten() {
		assertThat(this.store.advance("conv_1", "resp_1", "resp_1", new Link("resp_2", ResponsePhase.ACTIVE)))
			.isFalse();
	}

	@Test
	void tellsRunsOfOtherThreadsApart() {
		this.store.advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		assertThat(this.store.find("conv_2", "resp_1")).isNull();
		assertThat(this.store.activeRun("conv_2")).isNull();
	}

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
	void namesTheActiveRunUntilItEnds() {
		this.store.advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		assertThat(this.store.activeRun("conv_1")).isEqualTo("resp_1");
		this.store.advance("conv_1", "resp_1", "resp_1", new Link("resp_1", ResponsePhase.ENDED));
		assertThat(this.store.activeRun("conv_1")).isNull();
	}

	@Test
	void keepsTheActiveRunWhenAnOlderOneEnds() {
		this.store.advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		this.store.advance("conv_1", "resp_2", null, new Link("resp_2", ResponsePhase.ACTIVE));
		this.store.advance("conv_1", "resp_1", "resp_1", new Link("resp_1", ResponsePhase.ENDED));
		assertThat(this.store.activeRun("conv_1")).isEqualTo("resp_2");
	}

	@Test
	void letsOnlyOneOfManyAdvance() throws Exception {
		this.store.advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Boolean>> attempts = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				Link link = new Link("resp_x" + i, ResponsePhase.ACTIVE);
				attempts.add(() -> this.store.advance("conv_1", "resp_1", "resp_1", link));
			}
			int successes = 0;
			for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
				successes += attempt.get() ? 1 : 0;
			}
			assertThat(successes).isEqualTo(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void wantsRoomForARun() {
		assertThatIllegalArgumentException().isThrownBy(() -> RunLinkStore.inMemory(0))
			.withMessageContaining("maxRuns");
	}

}
