package io.github.openairun.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.StoredRun;
import io.github.openairun.thread.StoredThread;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadUpdate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What every {@link ThreadStore} must do.
 */
abstract class AbstractThreadStoreTests {

	abstract ThreadStore store();

	private static StoredThread thread(String id) {
		return new StoredThread(id, Instant.ofEpochSecond(7), Map.of("a", "ä\n\"\u0000"));
	}

	private static StoredItem item(String id, String type) {
		return new StoredItem(id, type, "user", null, "{\"a\":\"\\u0000€\"}", "{}", null, false, Instant.EPOCH);
	}

	private static List<StoredItem> items(int from, int to) {
		return IntStream.rangeClosed(from, to).mapToObj((number) -> item("item_" + number, "message")).toList();
	}

	private StoredThread created(String id, List<StoredItem> items) {
		store().create(thread(id), items);
		StoredThread found = store().find(id);
		assertThat(found).isNotNull();
		return found;
	}

	@Test
	void keepsThreadsWithTheirItems() {
		assertThat(created("t1", items(1, 2))).isEqualTo(thread("t1"));
		assertThat(store().items("t1")).isEqualTo(items(1, 2));
		assertThat(store().findItem("t1", "item_2")).isEqualTo(item("item_2", "message"));
		assertThat(store().findItem("t1", "item_3")).isNull();
		assertThat(store().find("t2")).isNull();
		assertThat(store().items("t2")).isEmpty();
	}

	@Test
	void keepsEveryPartOfAnItem() {
		StoredItem call = new StoredItem("i1", "function_call", null, "call_" + "x".repeat(400), "[]", null, "r1", true,
				Instant.ofEpochMilli(1_795_305_600_123L));
		created("t1", List.of(call));
		assertThat(store().items("t1")).containsExactly(call);
	}

	@Test
	void keepsLongTexts() {
		String text = "x".repeat(2_000_000);
		StoredThread thread = created("t1",
				List.of(new StoredItem("i1", "message", "user", null, text, text, null, false, Instant.EPOCH)));
		store().update(ThreadUpdate.of(thread).run(new StoredRun("r1", "t1", Instant.EPOCH, "queued", text)));
		assertThat(store().items("t1")).singleElement().extracting(StoredItem::json).isEqualTo(text);
		assertThat(store().findRun("t1", "r1")).extracting(StoredRun::state).isEqualTo(text);
	}

	@Test
	void refusesAThreadThatExists() {
		created("t1", items(1, 1));
		assertThatIllegalStateException().isThrownBy(() -> store().create(thread("t1"), items(2, 2)))
			.withMessageContaining("'t1'");
		assertThat(store().items("t1")).isEqualTo(items(1, 1));
	}

	@Test
	void anUpdateTakesEffectAsAWhole() {
		StoredThread thread = created("t1", items(1, 2));
		StoredRun run = new StoredRun("r1", "t1", Instant.EPOCH, "in_progress", "{}");
		assertThat(store().update(ThreadUpdate.of(thread)
			.metadata(Map.of("a", "b"))
			.activeRun("r1")
			.remove(List.of("item_1", "unknown"))
			.add(items(3, 3))
			.run(run))).isTrue();
		assertThat(store().find("t1")).isEqualTo(new StoredThread("t1", thread.createdAt(), Map.of("a", "b"), "r1", 1));
		assertThat(store().items("t1")).extracting(StoredItem::id).containsExactly("item_2", "item_3");
		assertThat(store().findRun("t1", "r1")).isEqualTo(run);
	}

	@Test
	void keepsTheOrderOverManyUpdates() {
		StoredThread thread = created("t1", items(1, 3));
		for (int i = 4; i < 30; i += 2) {
			assertThat(store().update(ThreadUpdate.of(thread).add(items(i, i + 1)))).isTrue();
			thread = store().find("t1");
		}
		assertThat(store().items("t1")).isEqualTo(items(1, 29));
	}

	@Test
	void ofTwoUpdatesAtOnceOneIsRefused() {
		StoredThread thread = created("t1", List.of());
		assertThat(store().update(ThreadUpdate.of(thread).activeRun("r1"))).isTrue();
		assertThat(store().update(ThreadUpdate.of(thread).activeRun("r2").add(items(1, 1)))).isFalse();
		assertThat(store().items("t1")).isEmpty();
		assertThat(store().find("t1")).extracting(StoredThread::activeRunId).isEqualTo("r1");
	}

	@Test
	void ofManyUpdatesAtOnceOneTakesEffect() throws Exception {
		StoredThread thread = created("t1", List.of());
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Boolean>> attempts = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				ThreadUpdate update = ThreadUpdate.of(thread).activeRun("r" + i).add(items(i, i));
				attempts.add(() -> store().update(update));
			}
			int successes = 0;
			for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
				successes += attempt.get() ? 1 : 0;
			}
			assertThat(successes).isEqualTo(1);
			assertThat(store().items("t1")).hasSize(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aDeletedThreadTakesNoUpdate() {
		StoredThread thread = created("t1", items(1, 1));
		store().update(ThreadUpdate.of(thread).run(new StoredRun("r1", "t1", Instant.EPOCH, "queued", "{}")));
		assertThat(store().delete("t1")).isTrue();
		assertThat(store().delete("t1")).isFalse();
		assertThat(store().update(ThreadUpdate.of(thread).add(items(2, 2)))).isFalse();
		assertThat(store().items("t1")).isEmpty();
		assertThat(store().findRun("t1", "r1")).isNull();
	}

	@Test
	void runsAreReplacedAndRemoved() {
		StoredThread thread = created("t1", List.of());
		store().update(ThreadUpdate.of(thread).run(new StoredRun("r1", "t1", Instant.EPOCH, "queued", "{}")));
		thread = store().find("t1");
		store().update(ThreadUpdate.of(thread).run(new StoredRun("r1", "t1", Instant.EPOCH, "failed", "{}")));
		assertThat(store().runs("t1", PageQuery.oldestFirst()).data()).extracting(StoredRun::status)
			.containsExactly("failed");
		thread = store().find("t1");
		store().update(ThreadUpdate.of(thread).removeRun("r1"));
		assertThat(store().findRun("t1", "r1")).isNull();
	}

	@Test
	void listsRunsInTheOrderInWhichTheyWereAdded() {
		StoredThread thread = created("t1", List.of());
		for (String id : List.of("b", "a", "c", "a")) {
			store().update(ThreadUpdate.of(thread).run(new StoredRun(id, "t1", Instant.EPOCH, "queued", "{}")));
			thread = store().find("t1");
		}
		assertThat(store().runs("t1", PageQuery.newestFirst().limit(2)).data()).extracting(StoredRun::id)
			.containsExactly("c", "a");
		assertThat(store().runs("t1", PageQuery.newestFirst().after("a")).data()).extracting(StoredRun::id)
			.containsExactly("b");
		assertThat(store().runs("t2", PageQuery.newestFirst()).data()).isEmpty();
	}

	@Test
	void listsItemsOfOneTypeByPages() {
		store().create(thread("t1"),
				List.of(item("a", "message"), item("b", "reasoning"), item("c", "message"), item("d", "message")));
		CursorPage<StoredItem> first = store().items("t1", "message", PageQuery.oldestFirst().limit(2));
		assertThat(first.data()).extracting(StoredItem::id).containsExactly("a", "c");
		assertThat(first.firstId()).isEqualTo("a");
		assertThat(first.hasMore()).isTrue();
		CursorPage<StoredItem> second = store().items("t1", "message",
				PageQuery.oldestFirst().limit(2).after(first.lastId()));
		assertThat(second.data()).extracting(StoredItem::id).containsExactly("d");
		assertThat(second.hasMore()).isFalse();
		assertThat(store().items("t1", "message", PageQuery.newestFirst().limit(2)).data()).extracting(StoredItem::id)
			.containsExactly("d", "c");
		assertThat(store().items("t1", "message", PageQuery.newestFirst().before("a")).data())
			.extracting(StoredItem::id)
			.containsExactly("d", "c");
		assertThat(store().items("t1", "message", PageQuery.oldestFirst().before("d")).data())
			.extracting(StoredItem::id)
			.containsExactly("a", "c");
		assertThat(store().items("t1", "message", PageQuery.oldestFirst().after("a").before("d")).data())
			.extracting(StoredItem::id)
			.containsExactly("c");
		assertThat(store().items("t1", "message", PageQuery.oldestFirst().after("x")).data()).isEmpty();
		assertThat(store().items("t1", "message", PageQuery.oldestFirst().after("b")).data())
			.as("an item of another type is no cursor")
			.isEmpty();
	}

}
