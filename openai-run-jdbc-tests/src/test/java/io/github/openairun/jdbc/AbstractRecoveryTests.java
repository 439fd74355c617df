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

import org.junit.jupiter.api.Test;

import io.github.openairun.CallDecidedException;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolApprovals;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ToolCallScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What survives failures, other nodes, and persons who decide late.
 */
abstract class AbstractRecoveryTests extends AbstractNodeTests {

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
	void anErrorThatIsRecordedIsNotAskedForAgain() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.call("refund", ORDER),
					ToolCallScript.call("mail", ORDER), ToolCallScript.call("hang", ORDER))
			.reply((outputs) -> outputs.get("refund") + " " + outputs.get("mail") + " " + outputs.get("hang"));
		this.tools.failing = true;
		this.tools.gate = new CountDownLatch(1);
		Node first = node("a", "openai.run.jdbc.shutdown-grace=100ms");
		DurableRun run = first.runs().schedule(request());
		awaitUntil(() -> first.jdbc()
			.queryForList("select tool, outcome from openai_run_call where state = 'ANSWERED'")
			.size() == 3);
		assertThat(first.jdbc().queryForList("select outcome from openai_run_call order by position", String.class))
			.containsExactly(null, "FAILED", "FAILED", "TIMEOUT");
		close(first);
		this.tools.gate.countDown();
		Node second = node("b");
		DurableRun ended = second.runs().await(run.id(), LONG);
		assertThat(ended.attempts()).isEqualTo(2);
		assertThat(ended.result().text()).contains("\"kind\":\"failed\"").contains("\"kind\":\"timeout\"");
		assertThat(this.tools.refunds).hasValue(1);
		assertThat(this.tools.mails).hasValue(1);
		assertThat(this.tools.hung).hasValue(1);
		assertThat(second.jdbc().queryForList("select order_id from refunds", String.class)).isEmpty();
	}

	@Test
	void theModelIsToldThatTheWorkOfAnExactlyOnceHandlerCannotCommit() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.call("refundInVain", ORDER)
			.reply((outputs) -> String.valueOf(outputs.get("refundInVain")));
		Node node = node("a");
		DurableRun run = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(run.result().text()).contains("\"kind\":\"failed\"");
		assertThat(run.attempts()).isEqualTo(1);
		assertThat(this.tools.refunds).hasValue(1);
		assertThat(node.jdbc().queryForList("select order_id from refunds", String.class)).isEmpty();
	}

	@Test
	void theWorkOfAnExactlyOnceHandlerCommitsEvenIfItsResultCannotBeShown() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.call("refundUnseen", ORDER)
			.reply((outputs) -> String.valueOf(outputs.get("refundUnseen")));
		Node node = node("a");
		DurableRun run = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(run.result().text()).contains("has taken effect");
		assertThat(node.jdbc().queryForList("select order_id from refunds", String.class)).containsExactly("17");
		assertThat(node.jdbc().queryForObject("select outcome from openai_run_call", String.class))
			.isEqualTo("RESULT_UNAVAILABLE");
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
	void aDatabaseThatIsGoneForTenSecondsCostsNothing() throws Exception {
		scriptFind();
		this.tools.gate = new CountDownLatch(1);
		Node node = node("a", "db-scheduler.heartbeat-interval=1m");
		DurableRun run = node.runs().schedule(request());
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		node.dataSource().disconnect();
		this.tools.gate.countDown();
		new CountDownLatch(1).await(10, TimeUnit.SECONDS);
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
	void aRunWhoseRemoteCallWaitsGoesOnOnAnyNode() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.calls(ToolCallScript.call("findOrder", ORDER), ToolCallScript.approval("shop", "buy", ORDER, "bought"),
					ToolCallScript.approval("shop", "sell", ORDER, "sold"))
			.reply((outputs) -> outputs.getAll("buy") + " and " + outputs.getAll("sell"));
		String mcp = "openai.run.assistants.support.mcp[0].";
		String[] shop = { mcp + "server-label=shop", mcp + "server-url=https://mcp.example.com",
				mcp + "require-approval=always" };
		Node first = node("a", shop);
		DurableRun run = first.runs().schedule(request());
		awaitUntil(() -> first.runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		PendingCall buy = first.bean(ToolApprovals.class).pending().get(0);
		assertThat(buy.kind()).isEqualTo(PendingCall.Kind.SERVER_APPROVAL);
		assertThat(buy.server()).isEqualTo("shop");
		first.bean(ToolApprovals.class).approve(buy.id(), Decision.by("anna"));
		close(first);
		Node second = node("b", shop);
		ToolApprovals approvals = second.bean(ToolApprovals.class);
		assertThat(approvals.pending()).singleElement().satisfies((sell) -> {
			assertThat(sell.tool()).isEqualTo("sell");
			approvals.deny(sell.id(), Decision.by("ben").reason("Not for sale"));
		});
		DurableRun ended = second.runs().await(run.id(), LONG);
		assertThat(ended.result().text()).isEqualTo("[bought] and []");
		assertThat(this.tools.found).hasValue(1);
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(1);
		assertThat(approvals.decisions(buy.runId())).extracting((decided) -> decided.decision().by())
			.containsExactly("anna", "ben");
		assertThat(second.jdbc().queryForList("select outcome from openai_run_call order by position", String.class))
			.containsExactly("SUCCESS", "SUCCESS", "DENIED");
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
	void decisionsAboutSeveralCallsAtOnceWakeTheRun() throws Exception {
		ToolCallScript[] calls = new ToolCallScript[6];
		for (int i = 0; i < calls.length; i++) {
			calls[i] = ToolCallScript.call("deleteOrder", Map.of("order", String.valueOf(i)));
		}
		this.simulator.when(MessageMatcher.anyMessage()).calls(calls).reply("Done.");
		List<Node> both = List.of(node("a"), node("b"));
		DurableRun run = both.get(0).runs().schedule(request());
		awaitUntil(() -> both.get(0).runs().find(run.id()).state() == DurableRun.State.SUSPENDED);
		List<PendingCall> pending = both.get(0).bean(ToolApprovals.class).pending();
		assertThat(pending).hasSize(calls.length);
		ExecutorService executor = Executors.newFixedThreadPool(calls.length);
		CountDownLatch begin = new CountDownLatch(calls.length);
		try {
			List<Callable<Void>> decisions = new ArrayList<>();
			for (PendingCall call : pending) {
				ToolApprovals approvals = both.get(decisions.size() % 2).bean(ToolApprovals.class);
				decisions.add(() -> {
					begin.countDown();
					begin.await();
					approvals.approve(call.id(), Decision.by("anna"));
					return null;
				});
			}
			for (Future<Void> decision : executor.invokeAll(decisions)) {
				decision.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(both.get(0).runs().await(run.id(), LONG).state()).isEqualTo(DurableRun.State.ENDED);
		assertThat(this.tools.deleted).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
	}

	@Test
	void aKilledNodeIsFollowedAfterTheHeartbeatsThatTheApplicationSets() throws Exception {
		scriptFind();
		assertThat(takeover(Duration.ofMillis(300))).isBetween(Duration.ofMillis(1200), Duration.ofMillis(4000));
		assertThat(takeover(Duration.ofMillis(1500))).isBetween(Duration.ofMillis(6000), Duration.ofMillis(12000));
	}

	/** Return after what time a node goes on with the run of a dead one. */
	private Duration takeover(Duration heartbeat) throws Exception {
		Node node = node("alive", "db-scheduler.heartbeat-interval=" + heartbeat.toMillis() + "ms",
				"db-scheduler.polling-interval=1h");
		DurableRun run = node.transaction().execute((status) -> {
			DurableRun scheduled = node.runs()
				.schedule(request(), ScheduleOptions.defaults().delay(Duration.ofMillis(1)));
			assertThat(node.jdbc()
				.update("update scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat = "
						+ this.database.now() + " where task_instance = ?", scheduled.id()))
				.isEqualTo(1);
			return scheduled;
		});
		Instant death = Instant.now();
		DurableRun ended = node.runs().await(run.id(), LONG);
		Duration takeover = Duration.between(death, ended.endedAt());
		assertThat(ended.node()).isEqualTo("alive");
		close(node);
		return takeover;
	}

}
