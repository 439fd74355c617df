package io.github.openairun.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.Test;

import io.github.openairun.CursorPage;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolApprovals;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.ToolCallScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What durable runs must do on every database.
 */
abstract class AbstractDurableRunsTests extends AbstractNodeTests {

	@Test
	void aRunIsDrivenToItsEndAndHeardOf() throws Exception {
		scriptFind();
		Node node = node("a");
		DurableRun scheduled = node.runs()
			.schedule(request().mutate().metadata(Map.of("complaint", "c1")).build(),
					ScheduleOptions.defaults().tag("complaints").key("k1"));
		assertThat(scheduled.state()).isEqualTo(DurableRun.State.SCHEDULED);
		DurableRun ended = node.runs().await("k1", LONG);
		assertThat(ended.id()).isEqualTo(scheduled.id());
		assertThat(ended.state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(ended.result().text()).isEqualTo("Order 17 is on its way.");
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(ended.metadata()).isEqualTo(Map.of("complaint", "c1"));
		assertThat(ended.node()).isEqualTo("a");
		assertThat(ended.runStatus()).isEqualTo("completed");
		assertThat(this.tools.found).hasValue(1);
		awaitUntil(() -> !this.tools.heard.isEmpty());
		assertThat(this.tools.heard).containsExactly("ended " + ended.id() + " COMPLETED");
	}

	@Test
	void theListenersAreCalledAtOnce() throws Exception {
		scriptFind();
		node("a", "db-scheduler.polling-interval=1h").runs().schedule(request());
		awaitUntil(() -> !this.tools.heard.isEmpty());
	}

	@Test
	void aRunIsDeletedWithItsThread() throws Exception {
		scriptFind();
		Node node = node("a");
		DurableRun scheduled = node.runs().schedule(request());
		DurableRun ended = node.runs().await(scheduled.id(), LONG);
		DurableRun other = node.runs().await(node.runs().schedule(request()).id(), LONG);
		node.bean(ThreadOperations.class).delete(ended.result().run().threadId());
		assertThat(node.runs().find(scheduled.id())).isNull();
		assertThat(node.runs().find(other.id())).isNotNull();
	}

	@Test
	void aRunThatWaitsFailsWhenItsThreadIsDeleted() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.calls(ToolCallScript.call("deleteOrder", Map.of("order", "17")))
			.reply("Deleted.");
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		ToolApprovals approvals = node.bean(ToolApprovals.class);
		node.bean(ThreadOperations.class).delete(approvals.pending().get(0).threadId());
		assertThat(approvals.pending()).isEmpty();
		DurableRun failed = node.runs().await(run.id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(this.tools.deleted).isEmpty();
	}

	@Test
	void aRollbackSchedulesNothing() {
		scriptFind();
		Node node = node("a");
		String id = node.transaction().execute((status) -> {
			DurableRun run = node.runs().schedule(request());
			assertThat(node.runs().find(run.id())).isNotNull();
			status.setRollbackOnly();
			return run.id();
		});
		assertThat(node.runs().find(id)).isNull();
		assertThat(node.jdbc()
			.queryForObject("select count(*) from scheduled_tasks where task_name = 'openai-run-drive'", Integer.class))
			.isZero();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> node.runs().await(id, Duration.ofMillis(300)))
			.withMessageContaining("there is none");
		assertThat(this.simulator).hasRuns(0);
	}

	@Test
	void aCommitSchedulesOnceUnderOneKeyFromTwoNodesAtOnce() throws Exception {
		scriptFind();
		List<Node> both = List.of(node("a"), node("b"));
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<String>> attempts = new ArrayList<>();
			for (int i = 0; i < 24; i++) {
				Node node = both.get(i % 2);
				String key = "key-" + (i / 8);
				attempts.add(() -> node.transaction()
					.execute((status) -> node.runs().schedule(request(), ScheduleOptions.defaults().key(key)).id()));
			}
			List<String> ids = new ArrayList<>();
			for (Future<String> attempt : executor.invokeAll(attempts)) {
				ids.add(attempt.get());
			}
			assertThat(ids).hasSize(24);
			assertThat(ids.stream().distinct()).hasSize(3);
			for (int key = 0; key < 3; key++) {
				assertThat(both.get(0).runs().await("key-" + key, LONG).state()).isEqualTo(DurableRun.State.ENDED);
			}
			assertThat(this.simulator).hasRuns(3);
			assertThat(this.tools.found).hasValue(3);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aRoundOfTwoCallsTakesSixStatementsAndThreeOfTheLinkStore() throws Exception {
		this.simulator.when(MessageMatcher.message().contains("two"))
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.call("findOrder", Map.of("order", "18")))
			.calls(ToolCallScript.call("findOrder", Map.of("order", "19")),
					ToolCallScript.call("findOrder", Map.of("order", "20")))
			.reply("Done.");
		this.simulator.when(MessageMatcher.message().contains("one"))
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.call("findOrder", Map.of("order", "18")))
			.reply("Done.");
		Node node = node("a", "openai.run.responses.link-store=memory");
		assertStatementsOfARound(node, 6);
		close(node);
		assertStatementsOfARound(node("b"), 9);
	}

	private void assertStatementsOfARound(Node node, int statements) throws Exception {
		statements(node, "one");
		List<String> one = statements(node, "one");
		List<String> two = statements(node, "two");
		assertThat(two.size() - one.size()).as("statements of a round: %s", two).isEqualTo(statements);
	}

	private List<String> statements(Node node, String rounds) throws Exception {
		node.dataSource().statements().clear();
		DurableRun run = node.runs().schedule(RunRequest.assistant("support").message(rounds).build());
		awaitUntil(() -> this.tools.heard.stream().anyMatch((event) -> event.contains(run.id())));
		return List.copyOf(node.dataSource().statements());
	}

	@Test
	void aRunFailsThatWasNotCreatedByItsDeadline() throws Exception {
		Node node = node("a");
		DurableRun run = node.runs()
			.schedule(request(),
					ScheduleOptions.defaults().delay(Duration.ofMillis(50)).deadline(Duration.ofMillis(1)));
		DurableRun failed = node.runs().await(run.id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(failed.failure()).contains("deadline");
		awaitUntil(() -> !this.tools.heard.isEmpty());
		assertThat(this.simulator).hasRuns(0);
	}

	@Test
	void aRunIsBoundedByItsTimeoutOverItsWholeLife() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node node = node("a", "openai.run.timeout=500ms");
		DurableRun failed = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(failed.failureType()).endsWith("RunTimeoutException");
	}

	@Test
	void aRunThatWaitsIsCancelledBeforeItIsCreated() throws Exception {
		Node node = node("a");
		DurableRun run = node.runs().schedule(request(), ScheduleOptions.defaults().delay(Duration.ofHours(1)));
		assertThat(node.runs().cancel(run.id())).isTrue();
		DurableRun cancelled = node.runs().await(run.id(), LONG);
		assertThat(cancelled.state()).isEqualTo(DurableRun.State.CANCELLED);
		assertThat(node.runs().cancel(run.id())).isFalse();
		assertThat(node.runs().cancel("unknown")).isFalse();
		assertThat(this.simulator).hasRuns(0);
	}

	@Test
	void aRunIsCancelledFromAnotherNode() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node driving = node("a");
		DurableRun run = driving.runs().schedule(request());
		awaitUntil(() -> driving.runs().find(run.id()).runId() != null);
		Node other = node("b", "db-scheduler.polling-interval=1h");
		assertThat(other.runs().cancel(run.id())).isTrue();
		DurableRun ended = other.runs().await(run.id(), LONG);
		assertThat(ended.state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(ended.cancelRequested()).isTrue();
	}

	@Test
	void theContextIsRecordedAsTextsAndRestored() throws Exception {
		scriptFind();
		ContextRestorer restorer = (recorded) -> Map.of("user", new StringBuilder(recorded.get("user")).reverse());
		Node node = register(new Node("a", this.database, this.simulator, this.tools,
				(context) -> context.registerBean(ContextRestorer.class, () -> restorer)));
		node.runs().await(node.runs().schedule(request().mutate().context(Map.of("user", "enna")).build()).id(), LONG);
		assertThat(this.tools.contexts).singleElement()
			.satisfies((context) -> assertThat(((Map<?, ?>) context).get("user")).hasToString("anne"));
		assertThatIllegalArgumentException().isThrownBy(
				() -> node.runs().schedule(request().mutate().context(Map.of("user", Thread.currentThread())).build()))
			.withMessageContaining("'user'");
	}

	@Test
	void neverRecordsAKey() throws Exception {
		scriptFind();
		Node node = node("a");
		node.runs().await(node.runs().schedule(request()).id(), LONG);
		for (String table : List.of("openai_run_drive", "openai_run_call", "openai_run_link", "scheduled_tasks")) {
			assertThat(node.jdbc().queryForList("select * from " + table).toString()).doesNotContain("sk-durable");
		}
	}

	@Test
	void aRunThatExistsBecomesDurable() throws Exception {
		scriptFind();
		Node node = node("a");
		Run run = node.bean(RunOperations.class).create(request());
		DurableRun ended = node.runs().await(node.runs().resume(run.id(), run.threadId()).id(), LONG);
		assertThat(ended.runId()).isEqualTo(run.id());
		assertThat(ended.result().text()).isEqualTo("Order 17 is on its way.");
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void listsRunsByStateAndTagInPages() {
		Node node = node("a");
		ScheduleOptions later = ScheduleOptions.defaults().delay(Duration.ofHours(1));
		for (int i = 0; i < 5; i++) {
			node.runs().schedule(request(), later.tag((i % 2 == 0) ? "even" : "odd").key("k" + i));
		}
		CursorPage<DurableRun> first = node.runs().list(DurableRunQuery.all().limit(2));
		assertThat(first.data()).hasSize(2);
		assertThat(first.hasMore()).isTrue();
		CursorPage<DurableRun> second = node.runs().list(DurableRunQuery.all().limit(3).after(first.lastId()));
		assertThat(second.data()).hasSize(3);
		assertThat(second.hasMore()).isFalse();
		assertThat(first.data().stream().map(DurableRun::key).toList())
			.doesNotContainAnyElementsOf(second.data().stream().map(DurableRun::key).toList());
		assertThat(node.runs().list(DurableRunQuery.all().tag("even")).data()).hasSize(3);
		assertThat(node.runs().list(DurableRunQuery.all().state(DurableRun.State.ENDED)).data()).isEmpty();
		assertThat(node.runs().list(DurableRunQuery.all().state(DurableRun.State.SCHEDULED)).data()).hasSize(5);
		assertThatIllegalArgumentException().isThrownBy(() -> node.runs().list(DurableRunQuery.all().after("nonsense")))
			.withMessageContaining("cursor");
	}

	@Test
	void deletesRunsThatHaveEndedLongAgo() throws Exception {
		scriptFind();
		Node node = node("a");
		DurableRun old = node.runs().await(node.runs().schedule(request()).id(), LONG);
		DurableRun kept = node.runs().await(node.runs().schedule(request()).id(), LONG);
		node.jdbc()
			.update("update openai_run_drive set ended_at = ? where id = ?",
					Instant.now().minus(Duration.ofDays(31)).toEpochMilli(), old.id());
		node.bean(DurableRunWorker.class).deleteOld();
		assertThat(node.runs().find(old.id())).isNull();
		assertThat(node.runs().find(kept.id())).isNotNull();
		assertThat(node.jdbc().queryForList("select distinct drive_id from openai_run_call", String.class))
			.containsExactly(kept.id());
	}

	@Test
	void aPriorityNeedsTheSchedulersOwn() throws Exception {
		scriptFind();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> node("a").runs().schedule(request(), ScheduleOptions.defaults().priority(3)))
			.withMessageContaining("db-scheduler.priority-enabled=true");
		Node node = node("b", "db-scheduler.priority-enabled=true");
		node.runs().await(node.runs().schedule(request(), ScheduleOptions.defaults().priority(3)).id(), LONG);
	}

	@Test
	void theDriveBelongsToTheTraceOfItsScheduling() throws Exception {
		scriptFind();
		List<String> traces = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new CarryingHandler(traces));
		Node node = register(new Node("a", this.database, this.simulator, this.tools,
				(context) -> context.registerBean(ObservationRegistry.class, () -> registry)));
		node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(traces).containsExactly("trace-of-scheduling");
	}

	/** Carries a trace as Micrometer Tracing does. */
	private static final class CarryingHandler implements ObservationHandler<Observation.Context> {

		private final List<String> traces;

		CarryingHandler(List<String> traces) {
			this.traces = traces;
		}

		@Override
		public void onStart(Observation.Context context) {
			if (context.getName().equals(DriveTracing.SCHEDULE)) {
				send((SenderContext<?>) context);
			}
			if (context.getName().equals(DriveTracing.DRIVE)) {
				receive((ReceiverContext<?>) context);
			}
		}

		private <C> void send(SenderContext<C> context) {
			context.getSetter().set(context.getCarrier(), "traceparent", "trace-of-scheduling");
		}

		private <C> void receive(ReceiverContext<C> context) {
			this.traces.add(context.getGetter().get(context.getCarrier(), "traceparent"));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
