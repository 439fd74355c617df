package io.github.openairun.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link RunLinkStore} must do.
 */
abstract class AbstractRunLinkStoreTests {

	abstract RunLinkStore store();

	@Test
	void knowsNothingAtFirst() {
		assertThat(store().find("conv_1", "resp_1")).isNull();
		assertThat(store().activeRun("conv_1")).isNull();
	}

	@Test
	void remembersTheNewestResponse() {
		Link link = new Link("resp_2", ResponsePhase.UNCERTAIN);
		assertThat(store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE))).isTrue();
		assertThat(store().advance("conv_1", "resp_1", "resp_1", link)).isTrue();
		assertThat(store().find("conv_1", "resp_1")).isEqualTo(link);
	}

	@Test
	void doesNotAdvanceFromAnotherResponseThanTheNewest() {
		Link link = new Link("resp_2", ResponsePhase.ACTIVE);
		store().advance("conv_1", "resp_1", null, link);
		assertThat(store().advance("conv_1", "resp_1", "resp_1", new Link("resp_3", ResponsePhase.ACTIVE))).isFalse();
		assertThat(store().advance("conv_1", "resp_1", null, new Link("resp_3", ResponsePhase.ACTIVE))).isFalse();
		assertThat(store().find("conv_1", "resp_1")).isEqualTo(link);
	}

	@Test
	void deletesTheLinksOfAThread() {
		store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		store().advance("conv_1", "resp_2", null, new Link("resp_2", ResponsePhase.ENDED));
		store().advance("conv_2", "resp_3", null, new Link("resp_3", ResponsePhase.ACTIVE));
		store().delete("conv_1");
		assertThat(store().find("conv_1", "resp_1")).isNull();
		assertThat(store().find("conv_1", "resp_2")).isNull();
		assertThat(store().activeRun("conv_1")).isNull();
		assertThat(store().activeRun("conv_2")).isEqualTo("resp_3");
	}

	@Test
	void doesNotAdvanceFromAResponseThatItHasForgotten() {
		assertThat(store().advance("conv_1", "resp_1", "resp_1", new Link("resp_2", ResponsePhase.ACTIVE))).isFalse();
	}

	@Test
	void tellsRunsOfOtherThreadsApart() {
		store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		assertThat(store().find("conv_2", "resp_1")).isNull();
		assertThat(store().activeRun("conv_2")).isNull();
	}

	@Test
	void namesTheActiveRunUntilItEnds() {
		store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		assertThat(store().activeRun("conv_1")).isEqualTo("resp_1");
		store().advance("conv_1", "resp_1", "resp_1", new Link("resp_1", ResponsePhase.ENDED));
		assertThat(store().activeRun("conv_1")).isNull();
	}

	@Test
	void keepsTheActiveRunWhenAnOlderOneEnds() {
		store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		store().advance("conv_1", "resp_2", null, new Link("resp_2", ResponsePhase.ACTIVE));
		store().advance("conv_1", "resp_1", "resp_1", new Link("resp_1", ResponsePhase.ENDED));
		assertThat(store().activeRun("conv_1")).isEqualTo("resp_2");
	}

	@Test
	void letsOnlyOneOfManyAdvance() throws Exception {
		store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		assertThat(successes(100, "resp_1")).isEqualTo(1);
	}

	@Test
	void letsOnlyOneOfManyBegin() throws Exception {
		assertThat(successes(40, null)).isEqualTo(1);
	}

	private int successes(int number, @Nullable String expected) throws Exception {
		List<Callable<Boolean>> attempts = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			Link link = new Link("resp_x" + i, ResponsePhase.ACTIVE);
			attempts.add(() -> store().advance("conv_1", "resp_1", expected, link));
		}
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			int successes = 0;
			for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
				successes += attempt.get() ? 1 : 0;
			}
			return successes;
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void hasNoActiveRunWhenTheNewestHasEnded() {
		store().advance("conv_1", "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		store().advance("conv_1", "resp_2", null, new Link("resp_2", ResponsePhase.ACTIVE));
		store().advance("conv_1", "resp_2", "resp_2", new Link("resp_2", ResponsePhase.CANCELLED));
		assertThat(store().activeRun("conv_1")).isNull();
	}

}
