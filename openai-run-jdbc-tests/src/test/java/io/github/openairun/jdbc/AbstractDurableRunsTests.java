package io.github.openairun.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.CallDecidedException;
import io.github.openairun.CursorPage;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolApprovals;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ToolCallScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What durable runs must do on every database, with one or two nodes in one process.
 */
abstract class AbstractDurableRunsTests {

	static final Duration LONG = Duration.ofSeconds(30);

	private static final Map<String, String> ORDER = Map.of("order", "17");

	final OpenAiSimulator simulator = OpenAiSimulator.start();

	final DurableTools tools = new DurableTools();

	private final List<Node> nodes = new ArrayList<>();

	Database database;

	abstract Database.Kind kind();

	@BeforeEach
	void createDatabase() {
		this.database = Database.create(kind());
		try (var dataSource = this.database.open()) {
			this.database.initialize(dataSource);
			new JdbcTemplate(dataSource).execute("create table refunds (order_id varchar(100))");
		}
	}

	@AfterEach
	void stop() {
		this.tools.gate.countDown();
		this.nodes.forEach(Node::close);
		this.simulator.close();
	}

	Node node(String name, String... properties) {
		return register(Node.start(name, this.database, this.simulator, this.tools, properties));
	}

	private Node register(Node node) {
		this.nodes.add(node);
		return node;
	}

	private void close(Node node) {
		this.nodes.remove(node);
		node.close();
	}

	static RunRequest request() {
		return RunRequest.assistant("support").message("Where is order 17?").build();
	}

	void scriptFind() {
		this.simulator.when(MessageMatcher.anyMessage()).call("findOrder", ORDER).reply("Order 17 is on its way.");
	}

	private static void awaitUntil(Callable<Boolean> condition) throws Exception {
		Instant end = Instant.now().plus(LONG);
		CountDownLatch never = new CountDownLatch(1);
		while (!condition.call()) {
			assertThat(Instant.now()).isBefore(end);
			never.await(20, TimeUnit.MILLISECONDS);
		}
	}

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
	void aRoundOfTwoCallsTakesSixStatements() throws Exception {
		this.simulator.when(MessageMatcher.message().contains("two"))
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.call("findOrder", Map.of("order", "18")))
			.calls(ToolCallScript.call("findOrder", Map.of("order", "19")),
					ToolCallScript.call("findOrder", Map.of("order", "20")))
			.reply("Done.");
		this.simulator.when(MessageMatcher.message().contains("one"))
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.call("findOrder", Map.of("order", "18")))
			.reply("Done.");
		Node node = node("a", "openai.run.responses.link-store=memory");
		statements(node, "one");
		List<String> one = statements(node, "one");
		List<String> two = statements(node, "two");
		assertThat(two.size() - one.size()).as("statements of a round: %s", two).isEqualTo(6);
	}

	private List<String> statements(Node node, String rounds) throws Exception {
		node.dataSource().statements().clear();
		DurableRun run = node.runs().schedule(RunRequest.assistant("support").message(rounds).build());
		awaitUntil(() -> this.tools.heard.stream().anyMatch((event) -> event.contains(run.id())));
		return List.copyOf(node.dataSource().statements());
	}

	@Test
	void aListenerThatThrowsIsCalledAgainAndTheRunIsNot() throws Exception {
		scriptFind();
		this.tools.refusingListener = 2;
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> this.tools.heard.size() == 3);
		assertThat(this.tools.heard).containsOnly("ended " + run.id() + " COMPLETED");
		assertThat(this.simulator).hasRuns(1);
		assertThat(node.runs().find(run.id()).attempts()).isEqualTo(1);
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
	void anotherNodeGoesOnAfterAShutdownInTheMiddleOfAHandler() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node first = node("a");
		DurableRun run = first.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(first));
		awaitUntil(() -> !first.bean(DurableRunWorker.class).isRunning());
		this.tools.gate.countDown();
		closed.get(30, TimeUnit.SECONDS);
		Node second = node("b");
		DurableRun ended = second.runs().await(run.id(), LONG);
		assertThat(ended.result().text()).isEqualTo("Order 17 is on its way.");
		assertThat(ended.node()).isEqualTo("b");
		assertThat(ended.attempts()).isEqualTo(2);
		assertThat(this.tools.found).as("calls of the handler").hasValue(1);
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void anotherNodeGoesOnAfterAShutdownWhileTheServerWorks() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofSeconds(3)).reply("Done.");
		Node first = node("a");
		DurableRun run = first.runs().schedule(request());
		awaitUntil(() -> first.runs().find(run.id()).runId() != null);
		Instant begin = Instant.now();
		close(first);
		assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
		Node second = node("b");
		assertThat(second.runs().await(run.id(), LONG).result().text()).isEqualTo("Done.");
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void theWorkOfAnExactlyOnceHandlerCommitsWithItsOutput() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).call("refund", ORDER).reply("Refunded.");
		Node node = node("a");
		node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(node.jdbc().queryForList("select order_id from refunds", String.class)).containsExactly("17");
		assertThat(node.jdbc().queryForObject("select output from openai_run_call", String.class))
			.isEqualTo("\"refunded 17\"");
	}

	@Test
	void theWorkOfAnExactlyOnceHandlerThatThrowsIsRolledBack() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).call("refund", ORDER).reply("Not refunded.");
		this.tools.failing = true;
		Node node = node("a");
		DurableRun run = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(run.result().text()).isEqualTo("Not refunded.");
		assertThat(node.jdbc().queryForList("select order_id from refunds", String.class)).isEmpty();
		assertThat(this.tools.refunds).hasValue(1);
	}

	@Test
	void aDriveThatLostItsRowCannotCommit() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.call("findOrder", ORDER)
			.call("refund", ORDER)
			.reply("Refunded.");
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a", "db-scheduler.heartbeat-interval=1m");
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		// Another node has taken the drive over.
		node.jdbc().update("update openai_run_drive set version = version + 1 where id = ?", run.id());
		this.tools.gate.countDown();
		awaitUntil(() -> node.bean(DurableRunWorker.class).activeDrives() == 0);
		DurableRun after = node.runs().find(run.id());
		assertThat(after.state()).isEqualTo(DurableRun.State.RUNNING);
		assertThat(node.jdbc().queryForObject("select state from openai_run_call", String.class)).isEqualTo("BEGUN");
		assertThat(this.tools.heard).isEmpty();
		assertThat(this.simulator.accepted(Operation.CANCEL_RUN)).isEmpty();
	}

	@Test
	void aFailedRunIsRetried() throws Exception {
		scriptFind();
		this.simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(400));
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		DurableRun failed = node.runs().await(run.id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(failed.failureType()).endsWith("BadRequestException");
		awaitUntil(() -> this.tools.heard.contains("failed " + run.id() + " FAILED"));
		assertThat(node.runs().retry(run.id())).isTrue();
		assertThat(node.runs().retry(run.id())).isFalse();
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.ENDED);
		assertThat(node.runs().find(run.id()).failure()).isNull();
	}

	@Test
	void aFailureThatPassesIsTriedAgain() throws Exception {
		scriptFind();
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.beforeActing(503).times(4));
		Node node = node("a");
		DurableRun run = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(run.state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(run.attempts()).isGreaterThan(1);
		assertThat(this.simulator).hasRuns(1);
		assertThat(this.tools.heard.stream().filter((event) -> event.startsWith("failed"))).isEmpty();
	}

	@Test
	void aDatabaseThatIsGoneForAWhileCostsNothing() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a", "db-scheduler.heartbeat-interval=1m");
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		node.dataSource().disconnect();
		this.tools.gate.countDown();
		new CountDownLatch(1).await(1, TimeUnit.SECONDS);
		node.dataSource().reconnect();
		assertThat(node.runs().await(run.id(), LONG).result().text()).isEqualTo("Order 17 is on its way.");
		assertThat(this.tools.found).hasValue(1);
	}

	@Test
	void nodesWhoseClocksDifferByAMinuteShareTheRuns() throws Exception {
		scriptFind();
		List<Node> both = List.of(
				register(new Node("a", this.database, this.simulator, this.tools, Node.skewed(Duration.ofSeconds(30)))),
				register(new Node("b", this.database, this.simulator, this.tools,
						Node.skewed(Duration.ofSeconds(-30)))));
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			ids.add(both.get(i % 2).runs().schedule(request()).id());
		}
		for (String id : ids) {
			assertThat(both.get(0).runs().await(id, LONG).state()).isEqualTo(DurableRun.State.ENDED);
		}
		assertThat(this.tools.found).hasValue(6);
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
	void aRunThatWaitsForAnApprovalGoesOnOnAnyNode() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.call("deleteOrder", ORDER))
			.reply("Deleted.");
		Node first = node("a");
		DurableRun run = first.runs().schedule(request());
		awaitUntil(() -> first.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		awaitUntil(() -> this.tools.heard.contains("suspended " + run.id()));
		assertThat(first.bean(DurableRunWorker.class).activeDrives()).isZero();
		assertThat(this.tools.found).as("calls that need no approval").hasValue(1);
		assertThat(this.tools.deleted).isEmpty();
		close(first);
		Node second = node("b");
		ToolApprovals approvals = second.bean(ToolApprovals.class);
		PendingCall pending = approvals.pending().get(0);
		assertThat(pending.tool()).isEqualTo("deleteOrder");
		assertThat(pending.runId()).isEqualTo(second.runs().find(run.id()).runId());
		approvals.approve(pending.id(), Decision.by("anna").reason("The customer is right"));
		DurableRun ended = second.runs().await(run.id(), LONG);
		assertThat(ended.result().text()).isEqualTo("Deleted.");
		assertThat(this.tools.deleted).containsExactly("17");
		assertThat(this.tools.found).hasValue(1);
		assertThat(approvals.decisions(pending.runId())).singleElement()
			.extracting((decided) -> decided.decision().by())
			.isEqualTo("anna");
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> approvals.deny(pending.id(), Decision.by("bert")));
		assertThat(approvals.pending()).isEmpty();
	}

	@Test
	void aRunThatWaitsIsCancelled() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).call("deleteOrder", ORDER).reply("Deleted.");
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		assertThat(node.runs().cancel(run.id())).isTrue();
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(node.bean(ToolApprovals.class).pending()).isEmpty();
		assertThat(this.tools.deleted).isEmpty();
	}

	@Test
	void ofManyDecisionsAtOnceOneCounts() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).call("deleteOrder", ORDER).reply("Done.");
		List<Node> both = List.of(node("a"), node("b"));
		DurableRun run = both.get(0).runs().schedule(request());
		awaitUntil(() -> !both.get(0).bean(ToolApprovals.class).pending().isEmpty());
		String id = both.get(0).bean(ToolApprovals.class).pending().get(0).id();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Boolean>> attempts = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				ToolApprovals approvals = both.get(i % 2).bean(ToolApprovals.class);
				attempts.add(() -> {
					try {
						approvals.approve(id, Decision.by("anna"));
						return true;
					}
					catch (CallDecidedException ex) {
						return false;
					}
				});
			}
			int counted = 0;
			for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
				counted += attempt.get() ? 1 : 0;
			}
			assertThat(counted).isEqualTo(1);
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(both.get(0).runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.tools.deleted).containsExactly("17");
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

}
