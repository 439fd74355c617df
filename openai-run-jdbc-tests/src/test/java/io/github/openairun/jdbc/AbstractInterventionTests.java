package io.github.openairun.jdbc;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.junit.jupiter.api.Test;

import io.github.openairun.CallDecidedException;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolApprovals;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ToolCallScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens to runs that are cancelled, retried, resumed, decided about or deleted
 * while something else goes wrong, and to those whose deadline passes.
 */
abstract class AbstractInterventionTests extends AbstractNodeTests {

	private static final String NO_RETRIES = "openai.max-retries=0";

	private final AtomicBoolean broken = new AtomicBoolean();

	/** Return a node on which no run can be driven while it is broken. */
	private Node breakable() {
		ContextRestorer restorer = (recorded) -> {
			if (this.broken.get()) {
				throw new IllegalStateException("The context is broken");
			}
			return Map.copyOf(recorded);
		};
		return register(new Node("a", this.database, this.simulator, this.tools,
				(context) -> context.registerBean(ContextRestorer.class, () -> restorer)));
	}

	private DurableRun failed(Node node, Fault fault, Operation operation) throws Exception {
		this.simulator.failNext(operation, fault);
		DurableRun failed = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		return failed;
	}

	private DurableRun failedBeforeItsCreation(Node node) throws Exception {
		return failed(node, Fault.beforeActing(400), Operation.CREATE_RUN);
	}

	private static int listenerTasks(Node node) {
		return node.jdbc()
			.queryForObject("select count(*) from scheduled_tasks where task_name = 'openai-run-listener'",
					Integer.class);
	}

	/** Let a run be old, after the node has looked for old ones at its start. */
	private static void age(Node node, DurableRun run) throws Exception {
		awaitUntil(() -> node.jdbc()
			.queryForObject("select count(*) from scheduled_tasks where task_name = 'openai-run-retention' "
					+ "and last_success is not null", Integer.class) == 1);
		node.jdbc()
			.update("update openai_run_drive set ended_at = ? where id = ?",
					Instant.now().minus(Duration.ofDays(31)).toEpochMilli(), run.id());
	}

	private static ToolCallScript delete(String order) {
		return ToolCallScript.call("deleteOrder", Map.of("order", order));
	}

	/** Return the order of a call; calls of one millisecond are listed in any order. */
	private static String orderOf(PendingCall call) {
		return call.arguments().replaceAll("\\D", "");
	}

	@Test
	void aRunThatIsRetriedTwiceGoesOnFromItsProgress() throws Exception {
		scriptFind();
		Node node = breakable();
		DurableRun run = failed(node, Fault.beforeActing(400), Operation.SUBMIT_TOOL_OUTPUTS);
		this.broken.set(true);
		assertThat(node.runs().retry(run.id())).isTrue();
		assertThat(node.runs().await(run.id(), LONG).failure()).contains("The context is broken");
		this.broken.set(false);
		assertThat(node.runs().retry(run.id())).isTrue();
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.tools.found).hasValue(1);
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void aFailureThatIsRetriedBeforeListenersReceiveItIsNotHeardOf() throws Exception {
		scriptFind();
		this.tools.refusingListener = 1;
		Node node = node("a");
		DurableRun run = failedBeforeItsCreation(node);
		awaitUntil(() -> node.jdbc()
			.update("update scheduled_tasks set execution_time = ? where task_name = 'openai-run-listener' "
					+ "and picked = ? and consecutive_failures = 1", later(), false) == 1);
		assertThat(node.runs().retry(run.id())).isTrue();
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		awaitUntil(() -> listenerTasks(node) == 1);
		node.jdbc()
			.update("update scheduled_tasks set execution_time = " + this.database.now()
					+ " where task_name = 'openai-run-listener'");
		awaitUntil(() -> listenerTasks(node) == 0);
		assertThat(this.tools.heard).containsExactly("failed " + run.id() + " FAILED",
				"ended " + run.id() + " COMPLETED");
	}

	private static Timestamp later() {
		return Timestamp.from(Instant.now().plus(Duration.ofDays(1)));
	}

	/** Return a run that a node was about to create long ago. */
	private DurableRun begun(Node node) {
		DurableRun run = node.runs().schedule(request(), ScheduleOptions.defaults().delay(Duration.ofHours(1)));
		String thread = node.bean(ThreadOperations.class).create().id();
		String progress = "{\"version\":1,\"creating\":true,\"threadId\":\"" + thread
				+ "\",\"deadline\":\"2020-01-01T00:00:00Z\"}";
		node.jdbc()
			.update("update openai_run_drive set state = 'RUNNING', version = 1, thread_id = ?, progress = ? where id = ?",
					thread, progress, run.id());
		return run;
	}

	@Test
	void aServerThatIsGoneAtTheCreationForLongerThanTheTimeoutCostsNothing() throws Exception {
		scriptFind();
		Node node = node("a");
		DurableRun run = begun(node);
		SchedulerWaker waker = new SchedulerWaker(node.bean(JdbcAccess.class), () -> node.bean(Scheduler.class),
				Clock.systemUTC());
		node.transaction().executeWithoutResult((status) -> waker.wake(run.id()));
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void aRunThatADeadNodeWasAboutToCreateIsCancelledBeforeItIsCreated() throws Exception {
		Node node = node("a");
		DurableRun run = begun(node);
		assertThat(node.runs().cancel(run.id())).isTrue();
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.CANCELLED);
		assertThat(this.simulator).hasRuns(0);
	}

	@Test
	void aRunWhoseServerIsGoneFailsAfterItsDeadline() throws Exception {
		this.simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(503).times(1000));
		Node node = node("a", NO_RETRIES);
		DurableRun run = node.runs().schedule(request(), ScheduleOptions.defaults().deadline(Duration.ofMillis(500)));
		DurableRun failed = node.runs().await(run.id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(failed.threadId()).as("the run may exist").isNotNull();
	}

	@Test
	void aDeadlineThatPassesWhileARunWaitsForAPersonDoesNotCount() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).calls(delete("17")).reply("Deleted.");
		Node node = node("a", NO_RETRIES);
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		node.jdbc()
			.update("update openai_run_drive set deadline = ? where id = ?",
					Instant.now().minusSeconds(60).toEpochMilli(), run.id());
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.beforeActing(503).times(2));
		ToolApprovals approvals = node.bean(ToolApprovals.class);
		approvals.approve(approvals.pending().get(0).id(), Decision.by("anna"));
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.tools.deleted).containsExactly("17");
	}

	@Test
	void aRunThatWaitsForAThreadIsCancelledBeforeItIsCreated() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node node = node("a", "openai.run.busy-thread.max-wait=100ms");
		Run active = node.bean(RunOperations.class).create(request());
		DurableRun run = node.runs().schedule(request().mutate().thread(active.threadId()).build());
		awaitUntil(() -> node.runs().find(run.id()).failure() != null);
		assertThat(node.runs().find(run.id()).failureType()).endsWith("ThreadBusyException");
		assertThat(node.runs().cancel(run.id())).isTrue();
		DurableRun cancelled = node.runs().await(run.id(), LONG);
		assertThat(cancelled.state()).isEqualTo(DurableRun.State.CANCELLED);
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void aCancellationThatTheServerDidNotReceiveIsRepeated() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a", NO_RETRIES);
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(503));
		assertThat(node.runs().cancel(run.id())).isTrue();
		this.tools.gate.countDown();
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void aCancellationThatIsRolledBackDoesNotReachTheServer() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		node.transaction().executeWithoutResult((status) -> {
			assertThat(node.runs().cancel(run.id())).isTrue();
			status.setRollbackOnly();
		});
		this.tools.gate.countDown();
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(ended.cancelRequested()).isFalse();
	}

	@Test
	void aCancellationReachesTheServerAfterTheCommit() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		node.transaction().executeWithoutResult((status) -> assertThat(node.runs().cancel(run.id())).isTrue());
		this.tools.gate.countDown();
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void aRunThatIsDurableAlreadyIsNotDrivenTwice() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		DurableRun driven = node.runs().find(run.id());
		assertThat(node.runs().resume(driven.runId(), driven.threadId()).id()).isEqualTo(run.id());
		this.tools.gate.countDown();
		assertThat(node.runs().await(run.id(), LONG).result().text()).isEqualTo("Order 17 is on its way.");
		assertThat(this.tools.found).hasValue(1);
		DurableRun again = node.runs().resume(driven.runId(), driven.threadId());
		assertThat(again.id()).as("the other has ended").isNotEqualTo(run.id());
		assertThat(node.runs().await(again.id(), LONG).result().text()).isEqualTo("Order 17 is on its way.");
	}

	@Test
	void theHandlerOfAnApprovedCallIsCalledWhileAnotherCallWaits() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).calls(delete("1"), delete("2")).reply("Done.");
		Node node = node("a");
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		ToolApprovals approvals = node.bean(ToolApprovals.class);
		PendingCall approved = approvals.pending().get(0);
		approvals.approve(approved.id(), Decision.by("anna"));
		awaitUntil(() -> !this.tools.deleted.isEmpty());
		assertThat(this.tools.deleted).containsExactly(orderOf(approved));
		approvals.deny(approvals.pending().get(0).id(), Decision.by("anna"));
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.tools.deleted).containsExactly(orderOf(approved));
	}

	@Test
	void nobodyDecidesAboutTheCallsOfARunThatHasFailed() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).calls(delete("1"), delete("2")).reply("Done.");
		Node node = breakable();
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		this.broken.set(true);
		ToolApprovals approvals = node.bean(ToolApprovals.class);
		List<PendingCall> pending = approvals.pending();
		approvals.approve(pending.get(0).id(), Decision.by("anna"));
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(approvals.pending()).isEmpty();
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> approvals.approve(pending.get(1).id(), Decision.by("anna")));
		this.broken.set(false);
		assertThat(node.runs().retry(run.id())).isTrue();
		awaitUntil(() -> node.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		assertThat(approvals.pending()).singleElement()
			.satisfies((asked) -> assertThat(asked.call()).isEqualTo(pending.get(1).call()));
		assertThat(this.tools.deleted).containsExactly(orderOf(pending.get(0)));
		approvals.approve(approvals.pending().get(0).id(), Decision.by("anna"));
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.tools.deleted).containsExactly(orderOf(pending.get(0)), orderOf(pending.get(1)));
	}

	@Test
	void anInterruptedDriveIsLeftToAnyNode() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMillis(500)).reply("Done.");
		AtomicBoolean interrupted = new AtomicBoolean();
		RunListener interrupter = new RunListener() {

			@Override
			public void statusChanged(Run run) {
				if (!interrupted.getAndSet(true)) {
					Thread.currentThread().interrupt();
				}
			}

		};
		Node node = register(new Node("a", this.database, this.simulator, this.tools,
				(context) -> context.registerBean(RunListener.class, () -> interrupter)));
		DurableRun ended = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(ended.state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(ended.attempts()).isEqualTo(2);
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void aRunIsKeptUntilListenersHaveReceivedItsEnd() throws Exception {
		scriptFind();
		this.tools.refusingListener = Integer.MAX_VALUE;
		Node node = node("a");
		DurableRun run = node.runs().await(node.runs().schedule(request()).id(), LONG);
		awaitUntil(() -> !this.tools.heard.isEmpty());
		age(node, run);
		node.bean(DurableRunWorker.class).deleteOld();
		assertThat(node.runs().find(run.id())).isNotNull();
		this.tools.refusingListener = 0;
		awaitUntil(() -> listenerTasks(node) == 0);
		node.bean(DurableRunWorker.class).deleteOld();
		assertThat(node.runs().find(run.id())).isNull();
	}

	@Test
	void aRunThatIsRetriedWhileOldOnesAreDeletedIsKept() throws Exception {
		scriptFind();
		Node node = node("a");
		DurableRun run = failedBeforeItsCreation(node);
		awaitUntil(() -> listenerTasks(node) == 0);
		age(node, run);
		List<CompletableFuture<Void>> deletion = new ArrayList<>();
		node.transaction().executeWithoutResult((status) -> {
			assertThat(node.runs().retry(run.id())).isTrue();
			deletion.add(CompletableFuture.runAsync(() -> node.bean(DurableRunWorker.class).deleteOld()));
			try {
				awaitUntil(() -> node.dataSource()
					.statements()
					.stream()
					.anyMatch((sql) -> sql.startsWith("delete from openai_run_drive")));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		deletion.get(0).get(30, TimeUnit.SECONDS);
		assertThat(node.runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
	}

	@Test
	void applicationsWithTablesOfTheirOwnShareTheTableOfTheScheduler() throws Exception {
		scriptFind();
		List<Node> both = List.of(node("a"), node("b", "openai.run.jdbc.table-prefix=other_runs_"));
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			ids.add(both.get(i % 2).runs().schedule(request()).id());
		}
		for (int i = 0; i < ids.size(); i++) {
			assertThat(both.get(i % 2).runs().await(ids.get(i), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		}
		assertThat(this.tools.found).hasValue(20);
	}

}
