package io.github.openairun.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.openairun.CursorPage;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.PageQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InMemoryThreadStore}.
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
	void keepsThreadsWithTheirItems() {
		assertThat(created("t1", items(1, 2))).isEqualTo(thread("t1"));
		assertThat(this.store.items("t1")).isEqualTo(items(1, 2));
		assertThat(this.store.findItem("t1", "item_2")).isEqualTo(item("item_2", "message"));
		assertThat(this.store.findItem("t1", "item_3")).isNull();
		assertThat(this.store.find("t2")).isNull();
		assertThat(this.store.items("t2")).isEmpty();
	}

	@Test
	void anUpdateTakesEffectAsAWhole() {
		StoredThread thread = created("t1", items(1, 2));
		StoredRun run = new StoredRun("r1", "t1", Instant.EPOCH, "in_progress", "{}");
		assertThat(this.store.update(ThreadUpdate.of(thread)
			.metadata(Map.of("a", "b"))
			.activeRun("r1")
			.remove(List.of("item_1"))
			.add(items(3, 3))
			.run(run))).isTrue();
		assertThat(this.store.find("t1")).isEqualTo(new StoredThread("t1", Instant.EPOCH, Map.of("a", "b"), "r1", 1));
		assertThat(this.store.items("t1")).extracting(StoredItem::id).containsExactly("item_2", "item_3");
		assertThat(this.store.findRun("t1", "r1")).isEqualTo(run);
	}

	@Test
	void ofTwoUpdatesAtOnceOneIsRefused() {
		StoredThread thread = created("t1", List.of());
		assertThat(this.store.update(ThreadUpdate.of(thread).activeRun("r1"))).isTrue();
		assertThat(this.store.update(ThreadUpdate.of(thread).activeRun("r2").add(items(1, 1)))).isFalse();
		assertThat(this.store.items("t1")).isEmpty();
		assertThat(this.store.find("t1")).extracting(StoredThread::activeRunId).isEqualTo("r1");
	}

	@Test
	void aDeletedThreadTakesNoUpdate() {
		StoredThread thread = created("t1", List.of());
		assertThat(this.store.delete("t1")).isTrue();
		assertThat(this.store.delete("t1")).isFalse();
		assertThat(this.store.update(ThreadUpdate.of(thread).add(items(1, 1)))).isFalse();
	}

	@Test
	void runsAreReplacedAndRemoved() {
		StoredThread thread = created("t1", List.of());
		this.store.update(ThreadUpdate.of(thread).run(new StoredRun("r1", "t1", Instant.EPOCH, "queued", "{}")));
		thread = this.store.find("t1");
		this.store.update(ThreadUpdate.of(thread).run(new StoredRun("r1", "t1", Instant.EPOCH, "failed", "{}")));
		assertThat(this.store.runs("t1", PageQuery.oldestFirst()).data()).extracting(StoredRun::status)
			.containsExactly("failed");
		thread = this.store.find("t1");
		this.store.update(ThreadUpdate.of(thread).removeRun("r1"));
		assertThat(this.store.findRun("t1", "r1")).isNull();
	}

	@Test
	void listsItemsOfOneTypeByPages() {
		this.store.create(thread("t1"),
				List.of(item("a", "message"), item("b", "reasoning"), item("c", "message"), item("d", "message")));
		CursorPage<StoredItem> first = this.store.items("t1", "message", PageQuery.oldestFirst().limit(2));
		assertThat(first.data()).extracting(StoredItem::id).containsExactly("a", "c");
		assertThat(first.hasMore()).isTrue();
		CursorPage<StoredItem> second = this.store.items("t1", "message",
				PageQuery.oldestFirst().limit(2).after(first.lastId()));
		assertThat(second.data()).extracting(StoredItem::id).containsExactly("d");
		assertThat(second.hasMore()).isFalse();
		assertThat(this.store.items("t1", "message", PageQuery.newestFirst().limit(2)).data())
			.extracting(StoredItem::id)
			.containsExactly("d", "c");
		assertThat(this.store.items("t1", "message", PageQuery.oldestFirst().before("d")).data())
			.extracting(StoredItem::id)
			.containsExactly("a", "c");
		assertThat(this.store.items("t1", "message", PageQuery.oldestFirst().after("x")).data()).isEmpty();
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
	}

}
