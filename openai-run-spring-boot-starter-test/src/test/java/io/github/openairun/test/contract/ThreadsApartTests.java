package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.RunException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolHandler;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.StoredRun;
import io.github.openairun.thread.StoredThread;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadUpdate;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs on two threads that the application keeps: while one is held up in whatever place,
 * the other ends.
 */
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = { "auto", "off" })
class ThreadsApartTests {

	@Parameter
	String streaming;

	private final FakeTime time = new FakeTime();

	private final Gate gate = new Gate();

	private OpenAiSimulator simulator;

	private @Nullable Application application;

	@BeforeEach
	void start() {
		this.simulator = OpenAiSimulator.builder().clock(this.time).start();
		this.simulator.when(message().contains("order")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		this.simulator.when(message().contains("long")).call("takeLong", Map.of()).reply("At last");
	}

	@AfterEach
	void stop() {
		this.gate.open();
		if (this.application != null) {
			this.application.close();
		}
		this.simulator.close();
	}

	private Application application(BusyThreadPolicy.Action action, Object... beans) {
		this.application = new Application(Wire.RESPONSES, this.simulator, this.time, (context) -> {
			TestPropertyValues
				.of("openai.run.threads=application", "openai.run.streaming=" + this.streaming,
						"openai.run.engine.shutdown-grace-period=0s", "openai.run.busy-thread.action=" + action)
				.applyTo(context);
			context.registerBean(LongTools.class, () -> new LongTools(this.gate));
			List.of(beans).forEach((bean) -> register(context, bean));
		});
		return this.application;
	}

	@SuppressWarnings("unchecked")
	private static <T> void register(AnnotationConfigApplicationContext context, T bean) {
		context.registerBean((Class<T>) bean.getClass(), () -> bean);
	}

	private static RunRequest request(String thread, String message) {
		return RunRequest.assistant("support").thread(thread).message(message).build();
	}

	/** While one thread is held up, a run on another one does all that a run does. */
	private void assertThatAnotherThreadIsFree(Application application) {
		String other = application.threads().create().id();
		RunResult result = application.runs().execute(request(other, "Where is my order?"));
		assertThat(result.text()).isEqualTo("Shipped");
		assertThat(application.runs().load(result.run().id(), other).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(application.threads().messages(other, PageQuery.oldestFirst()).data()).hasSize(2);
		application.threads().delete(other);
		assertThat(this.gate.isOpen()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void handlerAndWhoeverWaitsForItsThreadHoldUpNoOtherThread(BusyThreadPolicy.Action action) {
		Application application = application(action);
		String busy = application.threads().create().id();
		CompletableFuture<RunResult> first = start(application, request(busy, "long"));
		this.gate.awaitVisitor();
		Gate pause = new Gate();
		this.time.onPause(pause::pass);
		CompletableFuture<Object> second = CompletableFuture.supplyAsync(() -> {
			try {
				return application.runs().execute(request(busy, "Where is my order?"));
			}
			catch (RunException ex) {
				return ex;
			}
		});
		if (action != BusyThreadPolicy.Action.FAIL) {
			pause.awaitVisitor();
		}
		assertThatAnotherThreadIsFree(application);
		this.gate.open();
		RunStatus ended = first.join().run().status();
		pause.open();
		switch (action) {
			case WAIT -> assertThat(ended).isEqualTo(RunStatus.COMPLETED);
			case CANCEL_ACTIVE -> assertThat(ended).isEqualTo(RunStatus.CANCELLED);
			case FAIL -> assertThat(second.join()).isInstanceOf(ThreadBusyException.class);
		}
		if (action != BusyThreadPolicy.Action.FAIL) {
			assertThat(second.join()).isInstanceOfSatisfying(RunResult.class,
					(result) -> assertThat(result.text()).isEqualTo("Shipped"));
		}
	}

	private static CompletableFuture<RunResult> start(Application application, RunRequest request) {
		return application.runs().start(request).result().toCompletableFuture();
	}

	@Test
	void storeThatIsBusyWithOneThreadHoldsUpNoOther() {
		SlowStore store = new SlowStore(new InMemoryThreadStore(InMemoryThreadStore.Bounds.defaults(), this.time),
				this.gate);
		Application application = application(BusyThreadPolicy.Action.WAIT, store);
		String slow = application.threads().create().id();
		store.slow().set(slow);
		CompletableFuture<RunResult> first = start(application, request(slow, "Where is my order?"));
		this.gate.awaitVisitor();
		assertThatAnotherThreadIsFree(application);
		this.gate.open();
		assertThat(first.join().text()).isEqualTo("Shipped");
	}

	@Test
	void requestOfOneThreadHoldsUpNoOther() {
		ApiKeySupplier keys = (request) -> {
			if (request.context().containsKey("slow")) {
				this.gate.pass();
			}
			return Application.KEY;
		};
		Application application = application(BusyThreadPolicy.Action.WAIT, keys);
		String slow = application.threads().create().id();
		RunRequest request = request(slow, "Where is my order?").mutate().context(Map.of("slow", true)).build();
		CompletableFuture<RunResult> first = start(application, request);
		this.gate.awaitVisitor();
		assertThatAnotherThreadIsFree(application);
		this.gate.open();
		assertThat(first.join().text()).isEqualTo("Shipped");
	}

	/**
	 * A handler that ends when the test says so.
	 */
	static final class LongTools {

		private final Gate gate;

		LongTools(Gate gate) {
			this.gate = gate;
		}

		@ToolHandler(description = "Takes long")
		String takeLong() {
			this.gate.pass();
			return "done";
		}

	}

	/**
	 * Holds up whoever passes until it is opened.
	 */
	private static final class Gate {

		private final CountDownLatch visited = new CountDownLatch(1);

		private final CountDownLatch opened = new CountDownLatch(1);

		void pass() {
			this.visited.countDown();
			await(this.opened);
		}

		void awaitVisitor() {
			await(this.visited);
		}

		void open() {
			this.opened.countDown();
		}

		boolean isOpen() {
			return this.opened.getCount() == 0;
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	/**
	 * A store whose changes of one thread take long.
	 */
	private record SlowStore(ThreadStore store, Gate gate, AtomicReference<String> slow) implements ThreadStore {

		SlowStore(ThreadStore store, Gate gate) {
			this(store, gate, new AtomicReference<>());
		}

		@Override
		public void create(StoredThread thread, List<StoredItem> items) {
			this.store.create(thread, items);
		}

		@Override
		public @Nullable StoredThread find(String threadId) {
			return this.store.find(threadId);
		}

		@Override
		public boolean update(ThreadUpdate update) {
			if (update.threadId().equals(this.slow.get())) {
				this.gate.pass();
			}
			return this.store.update(update);
		}

		@Override
		public boolean delete(String threadId) {
			return this.store.delete(threadId);
		}

		@Override
		public List<StoredItem> items(String threadId) {
			return this.store.items(threadId);
		}

		@Override
		public @Nullable StoredItem findItem(String threadId, String itemId) {
			return this.store.findItem(threadId, itemId);
		}

		@Override
		public CursorPage<StoredItem> items(String threadId, String type, PageQuery query) {
			return this.store.items(threadId, type, query);
		}

		@Override
		public @Nullable StoredRun findRun(String threadId, String runId) {
			return this.store.findRun(threadId, runId);
		}

		@Override
		public CursorPage<StoredRun> runs(String threadId, PageQuery query) {
			return this.store.runs(threadId, query);
		}

	}

}
