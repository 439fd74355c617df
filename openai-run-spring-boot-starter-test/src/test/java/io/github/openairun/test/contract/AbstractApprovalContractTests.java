package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.ApprovalAdvice;
import io.github.openairun.CallDecidedException;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.DeferredOutputs;
import io.github.openairun.PageQuery;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallNotFoundException;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunListener;
import io.github.openairun.RunOutcome;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolApprovals;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.engine.DriveJournal;
import io.github.openairun.engine.DriveProgress;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.engine.DriveResult;
import io.github.openairun.engine.RunDriver;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The contract of tool calls that wait for persons or other systems: one output for each
 * call, in their order, and each handler is called exactly once or never.
 */
abstract class AbstractApprovalContractTests extends AbstractContractTests {

	private static final long PATIENCE = 10;

	private final ApprovalTools tools = new ApprovalTools();

	private final BlockingQueue<List<PendingCall>> suspensions = new LinkedBlockingQueue<>();

	private final List<String> events = new ArrayList<>();

	private final InMemoryApprovalStore store = new InMemoryApprovalStore();

	private Application waiting;

	private OpenAiSimulator streaming;

	private ToolApprovals approvals;

	private DeferredOutputs outputs;

	AbstractApprovalContractTests(Wire wire) {
		super(wire);
	}

	private void begin(Mode mode, String... properties) {
		begin(mode, (request) -> ApprovalAdvice.undecided(), properties);
	}

	private void begin(Mode mode, ToolApprovalPolicy policy, String... properties) {
		if (mode == Mode.STREAMED) {
			this.streaming = startWithoutDelays();
			this.simulator = this.streaming;
		}
		this.waiting = startApplication(this.simulator, (context) -> {
			TestPropertyValues.of(properties)
				.and("openai.run.streaming=" + ((mode == Mode.STREAMED) ? "auto" : "off"))
				.applyTo(context);
			configure(context);
			context.registerBean(ToolApprovalPolicy.class, () -> policy);
		});
		this.approvals = this.waiting.bean(ToolApprovals.class);
		this.outputs = this.waiting.bean(DeferredOutputs.class);
	}

	private void configure(AnnotationConfigApplicationContext context) {
		context.registerBean(ApprovalTools.class, () -> this.tools);
		context.registerBean(InMemoryApprovalStore.class, () -> this.store);
	}

	@AfterEach
	void stopServer() {
		closeFurtherApplications();
		if (this.streaming != null) {
			this.streaming.close();
		}
	}

	private Driven drive(Mode mode) {
		return drive(mode, request("Hello").build());
	}

	private Driven drive(Mode mode, RunRequest request) {
		return switch (mode) {
			case EXECUTED -> Driven.onThread(() -> this.waiting.runs().execute(request, listener()));
			case STARTED -> Driven.inBackground(this.waiting.runs().start(request, listener()));
			case STREAMED -> Driven.inBackground(this.waiting.runs().start(request, streamed()));
		};
	}

	private RunListener listener() {
		return new Events();
	}

	private RunListener streamed() {
		return new Events() {

			@Override
			public void textDelta(Run run, String messageId, String text) {
			}

		};
	}

	private List<PendingCall> suspended() {
		try {
			List<PendingCall> calls = this.suspensions.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(calls).as("suspension after " + this.events).isNotEmpty();
			return calls;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private PendingCall suspendedOnce() {
		List<PendingCall> calls = suspended();
		assertThat(calls).hasSize(1);
		return calls.get(0);
	}

	private String token() {
		try {
			String token = this.tools.tokens.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(token).as("token").isNotNull();
			return token;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static RunResult result(Driven driven) {
		return driven.result().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
	}

	private void asksForRefund() {
		this.simulator.when(anyMessage())
			.call("refund", Map.of("order", "17", "amount", 50))
			.reply((outputs) -> "It says: " + outputs.get("refund"));
	}

	@ParameterizedTest
	@EnumSource
	void callWaitsForItsApproval(Mode mode) {
		begin(mode);
		asksForRefund();
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		assertThat(call.tool()).isEqualTo("refund");
		assertThat(call.arguments()).contains("17", "50");
		assertThat(call.kind()).isEqualTo(PendingCall.Kind.APPROVAL);
		assertThat(this.approvals.pending()).containsExactly(call);
		assertThat(this.approvals.get(call.id())).isEqualTo(call);
		assertThat(this.tools.invocations()).isEmpty();
		assertThat(driven.result()).isNotDone();
		this.approvals.approve(call.id(), Decision.by("anna"));
		RunResult result = result(driven);
		assertThat(result.text()).isEqualTo("It says: refunded 50");
		assertThat(this.tools.invocations()).containsExactly("refund 17 50");
		assertThat(this.approvals.pending()).isEmpty();
		assertThat(this.approvals.decisions(result.run().id())).singleElement().satisfies((decided) -> {
			assertThat(decided.call()).isEqualTo(call);
			assertThat(decided.decision().verdict()).isEqualTo(Verdict.APPROVED);
			assertThat(decided.decision().by()).isEqualTo("anna");
			assertThat(decided.decision().at()).isNotNull();
		});
		assertThat(this.events).containsExactly("started refund", "finished refund success", "ended");
		assertThat(this.waiting.runs().steps(result.run(), PageQuery.oldestFirst()).data())
			.flatExtracting(RunStep::toolCalls)
			.singleElement()
			.satisfies((step) -> {
				assertThat(step.decision()).isNotNull();
				assertThat(step.decision().by()).isEqualTo("anna");
			});
	}

	@ParameterizedTest
	@EnumSource
	void everyCallOfAMixedRoundHasOneOutputInOrder(Mode mode) {
		begin(mode, (call) -> call.tool().equals("delete") ? ApprovalAdvice.deny("accounts are never deleted")
				: ApprovalAdvice.undecided(), "openai.run.approval.timeout=1h");
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", "a")), call("refund", Map.of("order", "1", "amount", 10)),
					call("delete", Map.of("account", "x")), call("report", Map.of("customer", "jane")),
					call("refund", Map.of("order", "2", "amount", 20)), call("look", Map.of("what", "b")))
			.reply((outputs) -> outputs.get("look") + "|" + outputs.getAll("refund") + "|" + outputs.get("delete") + "|"
					+ outputs.get("report"));
		Driven driven = drive(mode);
		List<PendingCall> calls = suspended();
		assertThat(calls).extracting(PendingCall::tool).containsExactlyInAnyOrder("refund", "refund", "report");
		assertThat(this.tools.invocations()).containsExactlyInAnyOrder("look a", "look b", "report jane");
		this.outputs.complete(token(), Map.of("score", 7));
		List<PendingCall> refunds = suspended();
		assertThat(refunds).extracting(PendingCall::tool).containsExactly("refund", "refund");
		this.approvals.approve(refunds.get(0).id(), Decision.by("anna"));
		PendingCall last = suspendedOnce();
		this.time.pass(Duration.ofHours(2));
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> this.approvals.approve(last.id(), Decision.by("anna")))
			.withMessageContaining("expired");
		RunResult result = resultOfLongWait(mode, driven);
		if (result != null) {
			assertThat(result.text()).contains("refunded 10", "\"kind\":\"timeout\"", "accounts are never deleted",
					"{\"score\":7}");
			assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(1);
			assertThat(orderOfOutputs()).isTrue();
		}
		assertThat(this.tools.invocations()).containsExactlyInAnyOrder("look a", "look b", "report jane",
				"refund 1 10");
	}

	/** A caller who waits has a deadline, and a run of wire assistants expires. */
	private RunResult resultOfLongWait(Mode mode, Driven driven) {
		if (mode == Mode.EXECUTED || this.wire == Wire.ASSISTANTS) {
			driven.outcome();
			return null;
		}
		return result(driven);
	}

	private boolean orderOfOutputs() {
		String body = exchanges(Operation.SUBMIT_TOOL_OUTPUTS).get(0).requestBody();
		int look = body.indexOf("found a");
		int first = body.indexOf("refunded 10");
		int denied = body.indexOf("never deleted");
		int report = body.indexOf("score");
		int second = body.indexOf("Nobody approved");
		int last = body.indexOf("found b");
		return look >= 0 && look < first && first < denied && denied < report && report < second && second < last;
	}

	@ParameterizedTest
	@EnumSource
	void deniedCallIsAnsweredWithTheReason(Mode mode) {
		begin(mode);
		asksForRefund();
		Driven driven = drive(mode);
		this.approvals.deny(suspendedOnce().id(), Decision.by("anna").reason("The order is too old"));
		assertThat(result(driven).text()).contains("denied", "The order is too old");
		assertThat(this.tools.invocations()).isEmpty();
		assertThat(this.events).containsExactly("started refund", "finished refund denied", "ended");
	}

	@ParameterizedTest
	@EnumSource
	void callIsAnsweredInsteadOfItsHandler(Mode mode) {
		begin(mode);
		asksForRefund();
		Driven driven = drive(mode);
		this.approvals.answer(suspendedOnce().id(), Map.of("refunded", "by hand"));
		assertThat(result(driven).text()).isEqualTo("It says: {\"refunded\":\"by hand\"}");
		assertThat(this.tools.invocations()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void editedArgumentsAreBoundAgainAndTheModelIsTold(Mode mode) {
		begin(mode);
		asksForRefund();
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		Decision wrong = Decision.by("anna").arguments("{\"order\":\"17\",\"amount\":\"much\"}");
		assertThatIllegalArgumentException().isThrownBy(() -> this.approvals.approve(call.id(), wrong))
			.withMessageContaining("amount");
		assertThat(this.approvals.pending()).containsExactly(call);
		this.approvals.approve(call.id(), wrong.arguments("{\"order\":\"17\",\"amount\":5}"));
		assertThat(result(driven).text()).contains("a person has edited the arguments", "\"amount\":5", "refunded 5");
		assertThat(this.tools.invocations()).containsExactly("refund 17 5");
	}

	@Test
	void nobodyIsAskedToApproveNonsense() {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage())
			.call("refund", Map.of("order", "17", "amount", "much"))
			.reply((outputs) -> outputs.get("refund"));
		assertThat(result(drive(Mode.STARTED)).text()).contains("invalid_arguments");
		assertThat(this.suspensions).isEmpty();
	}

	@Test
	void policyDecidesByArgumentsAndContext() {
		begin(Mode.STARTED,
				(call) -> (call.tool().equals("refund") && call.argument("amount", Integer.class) < 10)
						? ApprovalAdvice.proceed() : "vip".equals(call.context().attribute("customer", String.class))
								? ApprovalAdvice.ask("a VIP") : ApprovalAdvice.undecided());
		this.simulator.when(anyMessage())
			.calls(call("refund", Map.of("order", "17", "amount", 9)), call("look", Map.of("what", "a")))
			.reply((outputs) -> outputs.get("refund") + " " + outputs.get("look"));
		Driven driven = drive(Mode.STARTED, request("Hello").context(Map.of("customer", "vip")).build());
		PendingCall call = suspendedOnce();
		assertThat(call.tool()).isEqualTo("look");
		assertThat(call.reason()).isEqualTo("a VIP");
		assertThat(call.context()).isEqualTo(Map.of("customer", "vip"));
		assertThat(this.tools.invocations()).containsExactly("refund 17 9");
		this.approvals.approve(call.id(), Decision.by("anna"));
		assertThat(result(driven).text()).isEqualTo("refunded 9 found a");
	}

	@Test
	void policyThatFailsDenies() {
		begin(Mode.STARTED, (call) -> {
			throw new IllegalStateException(OrderTools.SECRET);
		});
		this.simulator.when(anyMessage()).call("look", Map.of("what", "a")).reply((outputs) -> outputs.get("look"));
		assertThat(result(drive(Mode.STARTED)).text()).contains("denied").doesNotContain(OrderTools.SECRET);
		assertThat(this.tools.invocations()).isEmpty();
	}

	@Test
	void assistantRequiresApprovalOfItsTools() {
		begin(Mode.STARTED, "openai.run.assistants.support.approval=look");
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", "a")), call("delete", Map.of("account", "x")))
			.reply((outputs) -> outputs.get("look"));
		Driven driven = drive(Mode.STARTED);
		PendingCall call = suspendedOnce();
		assertThat(call.tool()).isEqualTo("look");
		assertThat(call.assistant()).isNotNull();
		this.approvals.approve(call.id(), Decision.by("anna"));
		assertThat(result(driven).text()).isEqualTo("found a");
	}

	@ParameterizedTest
	@EnumSource
	void callsThatMustRunAloneWaitForThoseBeforeThem(Mode mode) {
		begin(mode);
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", "a")), call("refund", Map.of("order", "17", "amount", 50)),
					call("look", Map.of("what", "b")), call("close", Map.of("year", "2025")),
					call("look", Map.of("what", "c")))
			.reply((outputs) -> outputs.getAll("look") + " " + outputs.get("close"));
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		assertThat(this.tools.invocations()).containsExactlyInAnyOrder("look a", "look b");
		this.approvals.approve(call.id(), Decision.by("anna"));
		assertThat(result(driven).text()).contains("closed 2025");
		assertThat(this.tools.invocations().subList(2, 5)).containsExactly("refund 17 50", "close 2025", "look c");
	}

	@ParameterizedTest
	@EnumSource
	void wholeRoundWaitsIfItShall(Mode mode) {
		begin(mode, "openai.run.approval.round=all");
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", "a")), call("refund", Map.of("order", "17", "amount", 50)))
			.reply((outputs) -> outputs.get("look") + " " + outputs.get("refund"));
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		assertThat(this.tools.invocations()).isEmpty();
		this.approvals.approve(call.id(), Decision.by("anna"));
		assertThat(result(driven).text()).isEqualTo("found a refunded 50");
	}

	@ParameterizedTest
	@EnumSource
	void runMayWaitInTwoRounds(Mode mode) {
		begin(mode);
		this.simulator.when(anyMessage())
			.call("refund", Map.of("order", "1", "amount", 10))
			.call("refund", Map.of("order", "1", "amount", 10))
			.reply((outputs) -> String.valueOf(outputs.getAll("refund").size()));
		Driven driven = drive(mode);
		PendingCall first = suspendedOnce();
		this.approvals.approve(first.id(), Decision.by("anna"));
		PendingCall second = suspendedOnce();
		assertThat(second.id()).isNotEqualTo(first.id());
		assertThat(this.tools.invocations()).hasSize(1);
		this.approvals.deny(second.id(), Decision.by("ben"));
		RunResult result = result(driven);
		assertThat(result.text()).isEqualTo("2");
		assertThat(this.tools.invocations()).hasSize(1);
		assertThat(this.approvals.decisions(result.run().id())).extracting((decided) -> decided.decision().verdict())
			.containsExactly(Verdict.APPROVED, Verdict.DENIED);
	}

	@ParameterizedTest
	@EnumSource
	void outputFollowsLater(Mode mode) {
		begin(mode);
		this.simulator.when(anyMessage())
			.call("report", Map.of("customer", "jane"))
			.reply((outputs) -> outputs.get("report"));
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		String token = token();
		assertThat(call.kind()).isEqualTo(PendingCall.Kind.OUTPUT);
		assertThat(call.toString() + call.id()).doesNotContain(token);
		assertThatExceptionOfType(PendingCallNotFoundException.class)
			.isThrownBy(() -> this.outputs.complete(call.id(), "x"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.approvals.approve(call.id(), Decision.by("anna")));
		this.outputs.complete(token, "all is well");
		assertThatExceptionOfType(CallDecidedException.class).isThrownBy(() -> this.outputs.complete(token, "x"));
		assertThat(result(driven).text()).isEqualTo("all is well");
		assertThat(this.tools.invocations()).containsExactly("report jane");
		assertThat(this.events).containsExactly("started report", "finished report success", "ended");
	}

	@Test
	void outputThatDoesNotFollowIsAnError() {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage())
			.call("report", Map.of("customer", "jane"))
			.reply((outputs) -> outputs.get("report"));
		Driven driven = drive(Mode.STARTED);
		suspended();
		this.outputs.fail(token(), "the agency has no data");
		assertThat(result(driven).text()).contains("failed", "the agency has no data");
	}

	@Test
	void handlerThatFailsAfterItsPromiseHasAnsweredItself() {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage())
			.call("brokenReport", Map.of())
			.reply((outputs) -> outputs.get("brokenReport"));
		assertThat(result(drive(Mode.STARTED)).text()).contains("the agency is closed");
		String token = token();
		assertThatExceptionOfType(CallDecidedException.class).isThrownBy(() -> this.outputs.complete(token, "x"))
			.withMessageContaining("withdrawn");
		assertThat(this.suspensions).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "STARTED", "STREAMED" })
	void cancelledRunWithdrawsItsCalls(Mode mode) {
		begin(mode);
		asksForRefund();
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		driven.cancel();
		assertThat(result(driven).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.approvals.pending()).isEmpty();
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> this.approvals.approve(call.id(), Decision.by("anna")))
			.withMessageContaining("withdrawn");
		assertThat(this.tools.invocations()).isEmpty();
	}

	@Test
	void cancellationByTheOperationsEndsTheWait() {
		begin(Mode.STARTED);
		asksForRefund();
		Driven driven = drive(Mode.STARTED);
		suspended();
		Run run = driven.handle().run();
		assertThat(run).isNotNull();
		this.waiting.runs().cancel(run);
		assertThat(result(driven).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.approvals.pending()).isEmpty();
	}

	@Test
	void expiredCallCancelsTheRunIfItShall() {
		begin(Mode.STARTED, "openai.run.approval.timeout=1m", "openai.run.approval.on-expiry=cancel");
		asksForRefund();
		Driven driven = drive(Mode.STARTED);
		PendingCall call = suspendedOnce();
		assertThat(call.expiresAt()).isEqualTo(call.since().plusSeconds(60));
		this.time.pass(Duration.ofMinutes(2));
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> this.approvals.approve(call.id(), Decision.by("anna")))
			.satisfies((ex) -> assertThat(ex.decision().verdict()).isEqualTo(Verdict.EXPIRED));
		assertThat(result(driven).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.tools.invocations()).isEmpty();
	}

	@Test
	void oneOfManyDecisionsWins() throws Exception {
		begin(Mode.STARTED);
		asksForRefund();
		Driven driven = drive(Mode.STARTED);
		PendingCall call = suspendedOnce();
		int people = 100;
		AtomicInteger winners = new AtomicInteger();
		CountDownLatch ready = new CountDownLatch(people);
		ExecutorService executor = Executors.newFixedThreadPool(people);
		try {
			List<Future<?>> decisions = new ArrayList<>();
			for (int i = 0; i < people; i++) {
				Decision decision = Decision.by("person-" + i);
				decisions.add(executor.submit(() -> {
					ready.countDown();
					ready.await();
					try {
						this.approvals.approve(call.id(), decision);
						winners.incrementAndGet();
					}
					catch (CallDecidedException ex) {
						assertThat(ex.decision().by()).startsWith("person-");
					}
					return null;
				}));
			}
			for (Future<?> decision : decisions) {
				decision.get(PATIENCE, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(winners).hasValue(1);
		assertThat(result(driven).text()).isEqualTo("It says: refunded 50");
		assertThat(this.tools.invocations()).hasSize(1);
	}

	@Test
	void callsOfAnotherTenantAreNotFound() {
		begin(Mode.STARTED);
		asksForRefund();
		Driven driven = drive(Mode.STARTED, request("Hello").context(Map.of("tenant", "a")).build());
		PendingCall call = suspendedOnce();
		ToolApprovals others = this.approvals.withContext(Map.of("tenant", "b"));
		assertThat(others.pending()).isEmpty();
		assertThat(others.decisions(call.runId())).isEmpty();
		assertThatExceptionOfType(PendingCallNotFoundException.class).isThrownBy(() -> others.get(call.id()));
		assertThatExceptionOfType(PendingCallNotFoundException.class)
			.isThrownBy(() -> others.approve(call.id(), Decision.by("mallory")));
		assertThatExceptionOfType(PendingCallNotFoundException.class)
			.isThrownBy(() -> others.deny(call.id(), Decision.by("mallory")));
		assertThatExceptionOfType(PendingCallNotFoundException.class)
			.isThrownBy(() -> others.answer(call.id(), "x", Decision.by("mallory")));
		ToolApprovals own = this.approvals.withContext(Map.of("tenant", "a"));
		assertThat(own.pending(PendingCallQuery.thread(call.threadId())).data()).containsExactly(call);
		own.approve(call.id(), Decision.by("anna"));
		result(driven);
	}

	@Test
	void callerIsToldWhatTheRunWaitsFor() {
		begin(Mode.STARTED);
		asksForRefund();
		RunOutcome outcome = this.waiting.runs().executeUntilSuspended(request("Hello").build());
		assertThat(outcome.isSuspended()).isTrue();
		assertThat(outcome.result()).isNull();
		assertThat(outcome.pendingCalls()).extracting(PendingCall::tool).containsExactly("refund");
		this.approvals.approve(outcome.pendingCalls().get(0).id(), Decision.by("anna"));
		RunHandle handle = outcome.handle();
		assertThat(handle.join().text()).isEqualTo("It says: refunded 50");
	}

	@Test
	void callerReceivesTheResultOfARunThatDoesNotWait() {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage()).call("look", Map.of("what", "a")).reply((outputs) -> outputs.get("look"));
		RunOutcome outcome = this.waiting.runs().executeUntilSuspended(request("Hello").build());
		assertThat(outcome.isSuspended()).isFalse();
		assertThat(outcome.pendingCalls()).isEmpty();
		assertThat(outcome.result()).isNotNull();
	}

	@Test
	void runThatWaitsHoldsNoPlaceAndDoesNotDelayTheShutdown() {
		begin(Mode.STARTED, "openai.run.engine.max-runs=1", "openai.run.engine.max-queued-runs=0");
		this.simulator.when(anyMessage())
			.call("refund", Map.of("order", "17", "amount", 50))
			.reply((outputs) -> outputs.get("refund"));
		Driven first = drive(Mode.STARTED);
		PendingCall call = suspendedOnce();
		RunEngine engine = this.waiting.bean(RunEngine.class);
		await().until(() -> engine.suspendedRuns() == 1 && engine.activeRuns() == 0);
		Driven second = drive(Mode.STARTED);
		PendingCall other = suspendedOnce();
		this.approvals.approve(call.id(), Decision.by("anna"));
		assertThat(result(first).text()).isEqualTo("refunded 50");
		engine.stop();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> result(second))
			.withCauseInstanceOf(RunInterruptedException.class);
		assertThat(engine.suspendedRuns()).isZero();
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> this.approvals.approve(other.id(), Decision.by("anna")));
	}

	@Test
	void recordedDriveGoesOnInAnotherProcessAfterTheDecision() {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", "a")), call("refund", Map.of("order", "17", "amount", 50)),
					call("report", Map.of("customer", "jane")))
			.reply((outputs) -> outputs.get("look") + ", " + outputs.get("refund") + ", " + outputs.get("report"));
		RunDriver driver = this.waiting.bean(RunDriver.class);
		DriveRecord record = driver.prepare(request("Hello").build());
		Journal journal = new Journal(this.store);
		DriveResult.Suspended suspended = (DriveResult.Suspended) driver.drive(record, journal, RunListener.NONE);
		assertThat(suspended.calls()).extracting(PendingCall::tool).containsExactlyInAnyOrder("refund", "report");
		assertThat(suspended.run().requiresAction()).isTrue();
		this.waiting.close();
		Application another = startApplication(this.simulator, this::configure);
		String refund = suspended.calls()
			.stream()
			.filter((call) -> call.tool().equals("refund"))
			.findFirst()
			.orElseThrow()
			.id();
		another.bean(ToolApprovals.class)
			.approve(refund, Decision.by("anna").arguments("{\"order\":\"17\",\"amount\":5}"));
		this.time.pass(Duration.ofMinutes(1));
		DriveResult again = another.bean(RunDriver.class).drive(journal.next(record), journal, RunListener.NONE);
		assertThat(((DriveResult.Suspended) again).calls()).extracting(PendingCall::tool).containsExactly("report");
		another.bean(DeferredOutputs.class).complete(token(), "all is well");
		DriveResult end = another.bean(RunDriver.class).drive(journal.next(record), journal, RunListener.NONE);
		assertThat(((DriveResult.Ended) end).result().text()).contains("found a", "refunded 5", "all is well");
		assertThat(this.tools.invocations()).containsExactlyInAnyOrder("look a", "refund 17 5", "report jane");
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(1);
	}

	/** How a run is driven. */
	enum Mode {

		EXECUTED, STARTED, STREAMED

	}

	/** Keeps the newest progress, as a database would. */
	private static final class Journal implements DriveJournal {

		private final ApprovalStore store;

		private String progress;

		Journal(ApprovalStore store) {
			this.store = store;
		}

		@Override
		public ApprovalStore approvals() {
			return this.store;
		}

		@Override
		public void created(Run run, DriveProgress progress) {
			this.progress = progress.toJson();
		}

		@Override
		public void suspended(Run run, DriveProgress progress, List<PendingCall> calls) {
			this.progress = progress.toJson();
		}

		@Override
		public void submitting(Run run, DriveProgress progress) {
			this.progress = progress.toJson();
		}

		DriveRecord next(DriveRecord record) {
			return DriveRecord.fromJson(record.withProgress(DriveProgress.fromJson(this.progress)).toJson());
		}

	}

	private class Events implements RunListener {

		@Override
		public void suspended(Run run, List<PendingCall> calls) {
			AbstractApprovalContractTests.this.suspensions.add(calls);
		}

		@Override
		public void toolCallStarted(Run run, ToolCall call) {
			AbstractApprovalContractTests.this.events.add("started " + call.name());
		}

		@Override
		public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
			AbstractApprovalContractTests.this.events.add("finished " + call.name() + " " + outcome.text());
		}

		@Override
		public void ended(RunResult result) {
			AbstractApprovalContractTests.this.events.add("ended");
		}

		@Override
		public void failed(@Nullable Run run, RuntimeException error) {
			AbstractApprovalContractTests.this.events.add("failed " + error);
			AbstractApprovalContractTests.this.suspensions.add(List.of());
		}

	}

}
