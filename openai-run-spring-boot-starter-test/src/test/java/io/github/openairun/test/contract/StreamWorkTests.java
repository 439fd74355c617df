package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.RunRequest;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.wire.RunLinkStore;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work of a stream that may block, such as storing links, runs on the threads of the
 * drive and with its context.
 */
@Timeout(30)
class StreamWorkTests {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final FakeTime time = new FakeTime();

	private final Links links = new Links();

	private OpenAiSimulator simulator;

	private Application application;

	@BeforeEach
	void start() {
		this.simulator = OpenAiSimulator.builder().clock(this.time).start();
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Shipped");
		this.application = new Application(Wire.RESPONSES, this.simulator, this.time, (context) -> {
			TestPropertyValues.of("openai.run.streaming=auto", "openai.run.engine.shutdown-grace-period=0s")
				.applyTo(context);
			context.registerBean(RunLinkStore.class, () -> this.links);
			context.registerBean(ContextPropagator.class, Tenants::new);
		});
		TENANT.set("acme");
	}

	@AfterEach
	void stop() {
		TENANT.remove();
		this.application.close();
		this.simulator.close();
	}

	private static RunRequest request() {
		return RunRequest.assistant("support").message("Where is my order?").build();
	}

	@Test
	void runsOnTheThreadOfTheCaller() {
		assertThat(this.application.runs().execute(request(), new Recording()).text()).isEqualTo("Shipped");
		assertThat(this.links.threads).isNotEmpty().containsOnly(Thread.currentThread().getName());
		assertThat(this.links.tenants).containsOnly("acme");
	}

	@Test
	void runsOnThreadsOfTheEngineInTheBackground() {
		assertThat(this.application.runs().start(request(), new Recording()).join().text()).isEqualTo("Shipped");
		assertThat(this.links.threads).isNotEmpty().allMatch((thread) -> thread.startsWith("openai-run-"));
		assertThat(this.links.tenants).containsOnly("acme");
	}

	private static final class Links implements RunLinkStore {

		private final RunLinkStore store = RunLinkStore.inMemory();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final List<String> tenants = new CopyOnWriteArrayList<>();

		@Override
		public @Nullable Link find(String threadId, String runId) {
			return this.store.find(threadId, runId);
		}

		@Override
		public boolean advance(String threadId, String runId, @Nullable String expected, Link link) {
			this.threads.add(Thread.currentThread().getName());
			this.tenants.add(String.valueOf(TENANT.get()));
			return this.store.advance(threadId, runId, expected, link);
		}

		@Override
		public @Nullable String activeRun(String threadId) {
			return this.store.activeRun(threadId);
		}

	}

	private static final class Tenants implements ContextPropagator {

		@Override
		public Snapshot capture() {
			String tenant = TENANT.get();
			return () -> {
				String before = TENANT.get();
				TENANT.set(tenant);
				return () -> TENANT.set(before);
			};
		}

	}

}
