package io.github.openairun.thread;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.PageQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the bounds of {@link InMemoryThreadStore}; the suite of all stores tests the
 * rest.
 */
class InMemoryThreadStoreTests {

	private final ManualTaskScheduler scheduler = new ManualTaskScheduler();

	private final InMemoryThreadStore store = store(2, 4, Duration.ofHours(1));

	private InMemoryThreadStore store(int threads, int items, Duration idleTimeout) {
		return new InMemoryThreadStore(new InMemoryThreadStore.Bounds(threads, items, idleTimeout),
				this.scheduler.getClock());
	}

	private static StoredThread thread(String id) {
		return new StoredThread(id, Instant.EPOCH, Map.of());
	}

	private static StoredItem item(String id, String type) {
		return new StoredItem(id, type, "user", null, "{}", "{}", null, false, Instant.EPOCH);
	}

	private static List<StoredItem> items(int from, int to) {
		return IntStream.rangeClosed(from, to).mapToObj((number) -> item("item_" + number, "message")).toList();
	}

	private StoredThread created(String id, List<StoredItem> items) {
		this.store.create(thread(id), items);
		StoredThread found = this.store.find(id);
		assertThat(found).isNotNull();
		return found;
	}

	@Test
	void refusesAThreadTooManyAndNamesTheBound() {
		created("t1", List.of());
		created("t2", List.of());
		assertThatExceptionOfType(ThreadStoreFullException.class)
			.isThrownBy(() -> this.store.create(thread("t3"), List.of()))
			.withMessageContaining("2 threads")
			.withMessageContaining("'openai.run.thread-store.max-threads'");
		this.store.delete("t1");
		this.store.create(thread("t3"), List.of());
	}

	@Test
	void refusesAnItemTooManyAndLeavesTheThreadAsItWas() {
		StoredThread thread = created("t1", items(1, 4));
		assertThatExceptionOfType(ThreadStoreFullException.class)
			.isThrownBy(() -> this.store.update(ThreadUpdate.of(thread).activeRun("r1").add(items(5, 5))))
			.withMessageContaining("5 items")
			.withMessageContaining("'openai.run.thread-store.max-items'");
		assertThat(this.store.find("t1")).isEqualTo(thread);
		assertThatExceptionOfType(ThreadStoreFullException.class)
			.isThrownBy(() -> this.store.create(thread("t2"), items(1, 5)));
		created("t3", List.of());
	}

	@Test
	void forgetsThreadsThatNobodyUses() {
		created("t1", List.of());
		StoredThread active = created("t2", List.of());
		this.store.update(ThreadUpdate.of(active).activeRun("r1"));
		this.scheduler.advance(Duration.ofMinutes(59));
		assertThat(this.store.find("t1")).isNotNull();
		this.scheduler.advance(Duration.ofMinutes(59));
		assertThat(this.store.find("t1")).as("used in between").isNotNull();
		this.scheduler.advance(Duration.ofHours(1));
		created("t3", List.of());
		assertThat(this.store.find("t1")).isNull();
		assertThat(this.store.find("t2")).as("a run is active").isNotNull();
		this.scheduler.advance(Duration.ofDays(1));
		assertThat(this.store.find("t2")).as("nobody cares for its run").isNull();
	}

	@Test
	void anUpdateOfAThreadThatIsDeletedMeanwhileHasNoEffect() {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>();
		Clock clock = mock();
		given(clock.instant()).willAnswer((call) -> {
			Runnable action = meanwhile.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return Instant.EPOCH;
		});
		InMemoryThreadStore store = new InMemoryThreadStore(InMemoryThreadStore.Bounds.defaults(), clock);
		store.create(thread("t1"), List.of());
		StoredThread thread = store.find("t1");
		assertThat(thread).isNotNull();
		meanwhile.set(() -> store.delete("t1"));
		assertThat(store.update(ThreadUpdate.of(thread).add(items(1, 1)))).isFalse();
		assertThat(meanwhile).hasValue(null);
		assertThat(store.find("t1")).isNull();
	}

	@Test
	@Timeout(30)
	void aThreadThatIsInUseHoldsUpNoOther() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch left = new CountDownLatch(1);
		AtomicReference<Thread> slow = new AtomicReference<>();
		Clock clock = mock();
		given(clock.instant()).willAnswer((call) -> {
			if (Thread.currentThread() == slow.get()) {
				entered.countDown();
				left.await();
			}
			return Instant.EPOCH;
		});
		InMemoryThreadStore store = new InMemoryThreadStore(InMemoryThreadStore.Bounds.defaults(), clock);
		store.create(thread("t1"), List.of());
		slow.set(new Thread(() -> store.find("t1")));
		slow.get().start();
		entered.await();
		store.create(thread("t2"), items(1, 2));
		StoredThread other = store.find("t2");
		assertThat(other).isNotNull();
		assertThat(store.update(ThreadUpdate.of(other).add(items(3, 3)))).isTrue();
		assertThat(store.items("t2")).hasSize(3);
		assertThat(store.runs("t2", PageQuery.oldestFirst()).data()).isEmpty();
		assertThat(store.delete("t2")).isTrue();
		assertThat(slow.get().isAlive()).isTrue();
		left.countDown();
		slow.get().join();
	}

}
