package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.ApprovalAdvice;
import io.github.openairun.ApprovalRequest;
import io.github.openairun.CallDecidedException;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.PageQuery;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolOutput;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.approval;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The contract of calls that remote servers make once they are approved.
 */
abstract class AbstractRemoteApprovalContractTests extends ApprovalContractFixture {

	private static final Map<String, Object> ORDER = Map.of("number", "17");

	AbstractRemoteApprovalContractTests(Wire wire) {
		super(wire);
		// On wire assistants, only Azure's agents know approvals.
		this.conforming = wire != Wire.ASSISTANTS;
	}

	/** On wire assistants, the assistant has the server's tools at the server. */
	private String[] withShop(String... properties) {
		String mcp = "openai.run.assistants.support.mcp[0].";
		Stream<String> shop = (this.wire == Wire.ASSISTANTS) ? Stream.of() : Stream.of(mcp + "server-label=shop",
				mcp + "server-url=https://mcp.example.com", mcp + "require-approval=always");
		return Stream.concat(shop, Stream.of(properties)).toArray(String[]::new);
	}

	private void shopAsks() {
		this.simulator.when(anyMessage())
			.requestApproval("shop", "refund", ORDER, "12.50")
			.reply((outputs) -> "Refunded " + outputs.getAll("refund"));
	}

	@ParameterizedTest
	@EnumSource
	void serverMakesTheCallOnceItIsApproved(Mode mode) {
		begin(mode, withShop());
		shopAsks();
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		assertThat(call.kind()).isEqualTo(PendingCall.Kind.SERVER_APPROVAL);
		assertThat(call.server()).isEqualTo("shop");
		assertThat(call.tool()).isEqualTo("refund");
		assertThat(call.arguments()).isEqualTo("{\"number\":\"17\"}");
		assertThat(this.approvals.pending()).containsExactly(call);
		assertThat(driven.result()).isNotDone();
		this.approvals.approve(call.id(), Decision.by("anna").reason("A good customer"));
		RunResult result = result(driven);
		assertThat(result.text()).isEqualTo("Refunded [12.50]");
		assertThat(submission()).contains("\"approve\":true");
		if (this.wire != Wire.ASSISTANTS) {
			assertThat(submission()).contains("A good customer");
		}
		assertThat(this.tools.invocations()).isEmpty();
		assertThat(this.approvals.pending()).isEmpty();
		assertThat(this.approvals.decisions(result.run().id())).singleElement().satisfies((decided) -> {
			assertThat(decided.call()).isEqualTo(call);
			assertThat(decided.decision().verdict()).isEqualTo(Verdict.APPROVED);
			assertThat(decided.decision().by()).isEqualTo("anna");
		});
		assertThat(this.waiting.runs().steps(result.run(), PageQuery.oldestFirst()).data())
			.flatExtracting(RunStep::toolCalls)
			.filteredOn((step) -> step.decision() != null)
			.singleElement()
			.satisfies((step) -> {
				assertThat(step.name()).isEqualTo("refund");
				assertThat(step.decision().by()).isEqualTo("anna");
			});
	}

	private String submission() {
		return exchanges(Operation.SUBMIT_TOOL_OUTPUTS).get(0).requestBody();
	}

	@ParameterizedTest
	@EnumSource
	void deniedCallIsNotMade(Mode mode) {
		begin(mode, withShop());
		shopAsks();
		Driven driven = drive(mode);
		this.approvals.deny(suspendedOnce().id(), Decision.by("anna").reason("The order is too old"));
		assertThat(result(driven).text()).isEqualTo("Refunded []");
		assertThat(submission()).contains("\"approve\":false");
		if (this.wire != Wire.ASSISTANTS) {
			assertThat(submission()).contains("The order is too old");
		}
	}

	@ParameterizedTest
	@EnumSource
	void everythingOfAMixedRoundIsSentTogether(Mode mode) {
		begin(mode, withShop());
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", "a")), approval("shop", "refund", ORDER, "12.50"),
					call("refund", Map.of("order", "1", "amount", 10)), approval("shop", "close", Map.of(), "closed"))
			.reply((outputs) -> outputs.get("look") + "|" + outputs.getAll("refund") + "|" + outputs.getAll("close"));
		Driven driven = drive(mode);
		boolean apart = this.wire == Wire.ASSISTANTS;
		for (PendingCall call : suspended()) {
			decide(call);
		}
		for (List<PendingCall> more = next(driven); !more.isEmpty(); more = next(driven)) {
			more.stream().filter(this::waits).forEach(this::decide);
		}
		assertThat(result(driven).text()).startsWith("found a|").contains("refunded 10", "12.50").endsWith("|[]");
		assertThat(this.tools.invocations()).containsExactlyInAnyOrder("look a", "refund 1 10");
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(apart ? 2 : 1);
	}

	private List<PendingCall> next(Driven driven) {
		driven.result().exceptionally((ex) -> null).thenRun(() -> this.suspensions.add(List.of()));
		try {
			List<PendingCall> calls = this.suspensions.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(calls).as("suspension or end after " + this.events).isNotNull();
			return calls;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private boolean waits(PendingCall call) {
		return this.approvals.pending().contains(call);
	}

	private void decide(PendingCall call) {
		if (call.tool().equals("close")) {
			this.approvals.deny(call.id(), Decision.by("anna"));
		}
		else {
			this.approvals.approve(call.id(), Decision.by("anna"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void serverMayAskInTwoRounds(Mode mode) {
		begin(mode, withShop());
		this.simulator.when(anyMessage())
			.requestApproval("shop", "refund", ORDER, "12.50")
			.requestApproval("shop", "refund", ORDER, "12.50")
			.reply((outputs) -> String.valueOf(outputs.getAll("refund")));
		Driven driven = drive(mode);
		PendingCall first = suspendedOnce();
		this.approvals.approve(first.id(), Decision.by("anna"));
		PendingCall second = suspendedOnce();
		assertThat(second.id()).isNotEqualTo(first.id());
		this.approvals.deny(second.id(), Decision.by("ben"));
		assertThat(result(driven).text()).isEqualTo("[12.50]");
	}

	@Test
	void onlyTheServerCanAnswerItsCallAndKnowsItsArguments() {
		begin(Mode.STARTED, withShop());
		shopAsks();
		Driven driven = drive(Mode.STARTED);
		PendingCall call = suspendedOnce();
		assertThatIllegalArgumentException().isThrownBy(() -> this.approvals.answer(call.id(), "done"))
			.withMessageContaining("approve or deny");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.approvals.approve(call.id(), Decision.by("anna").arguments("{}")))
			.withMessageContaining("cannot be edited");
		assertThat(this.approvals.pending()).containsExactly(call);
		this.approvals.approve(call.id(), Decision.by("anna"));
		result(driven);
	}

	@Test
	void policyAboutOwnToolsNeverApprovesARemoteOneOfTheSameName() {
		begin(Mode.STARTED, (request) -> ApprovalAdvice.proceed(), withShop());
		shopAsks();
		Driven driven = drive(Mode.STARTED);
		assertThat(suspendedOnce().server()).isEqualTo("shop");
		driven.cancel();
		result(driven);
	}

	@ParameterizedTest
	@EnumSource
	void policyMayDecideAboutRemoteCalls(ApprovalAdvice.Action action) {
		begin(Mode.STARTED, new RemotePolicy(action), withShop());
		shopAsks();
		Driven driven = drive(Mode.STARTED, request("Hello").context(Map.of("customer", "vip")).build());
		switch (action) {
			case PROCEED -> assertThat(result(driven).text()).isEqualTo("Refunded [12.50]");
			case DENY -> assertThat(result(driven).text()).isEqualTo("Refunded []");
			default -> {
				PendingCall call = suspendedOnce();
				assertThat(call.reason()).isEqualTo((action == ApprovalAdvice.Action.ASK) ? "A VIP" : null);
				this.approvals.approve(call.id(), Decision.by("anna"));
				assertThat(result(driven).text()).isEqualTo("Refunded [12.50]");
			}
		}
		if (action == ApprovalAdvice.Action.DENY && this.wire != Wire.ASSISTANTS) {
			assertThat(submission()).contains("A VIP");
		}
		assertThat(this.approvals.pending()).isEmpty();
	}

	@Test
	void policyThatFailsDenies() {
		begin(Mode.STARTED, new RemotePolicy(null), withShop());
		shopAsks();
		assertThat(result(drive(Mode.STARTED)).text()).isEqualTo("Refunded []");
		assertThat(submission()).contains("\"approve\":false").doesNotContain(OrderTools.SECRET);
	}

	@Test
	void nobodyHasDecidedInTime() {
		begin(Mode.STARTED, withShop("openai.run.approval.timeout=1m"));
		shopAsks();
		Driven driven = drive(Mode.STARTED);
		expire(suspendedOnce());
		assertThat(result(driven).text()).isEqualTo("Refunded []");
		assertThat(this.approvals.decisions(result(driven).run().id())).singleElement()
			.satisfies((decided) -> assertThat(decided.decision().verdict()).isEqualTo(Verdict.EXPIRED));
	}

	private void expire(PendingCall call) {
		this.time.pass(Duration.ofSeconds(61));
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> this.approvals.approve(call.id(), Decision.by("anna")))
			.withMessageContaining("expired");
	}

	@Test
	void runIsCancelledIfNobodyHasDecidedInTime() {
		begin(Mode.STARTED, withShop("openai.run.approval.timeout=1m", "openai.run.approval.on-expiry=cancel"));
		shopAsks();
		Driven driven = drive(Mode.STARTED);
		expire(suspendedOnce());
		assertThat(result(driven).run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@ParameterizedTest
	@EnumSource(names = { "STARTED", "STREAMED" })
	void cancelledRunAsksNoLonger(Mode mode) {
		begin(mode, withShop());
		this.simulator.when(message().equalTo("Hi")).reply("Back");
		shopAsks();
		Driven driven = drive(mode);
		PendingCall call = suspendedOnce();
		driven.cancel();
		RunResult result = result(driven);
		assertThat(result.run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThatExceptionOfType(CallDecidedException.class)
			.isThrownBy(() -> this.approvals.approve(call.id(), Decision.by("anna")))
			.withMessageContaining("withdrawn");
		assertThat(this.waiting.runs().execute(request("Hi").thread(result.run().threadId()).build()).text())
			.isEqualTo("Back");
	}

	@Test
	void applicationWithoutALoopApprovesByItself() {
		begin(Mode.STARTED, withShop());
		shopAsks();
		Driven driven = drive(Mode.STARTED);
		PendingCall pending = suspendedOnce();
		Run run = this.waiting.runs().load(pending.runId(), pending.threadId());
		String id = run.toolCalls().get(0).id();
		assertThat(run.toolCalls()).singleElement().satisfies((call) -> assertThat(call.remote()).isTrue());
		assertThat(run.unsupportedAction()).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> this.waiting.runs().submitToolOutput(run, id, "done"))
			.withMessageContaining("approve or deny");
		this.waiting.runs().submitToolOutputs(run, ToolOutput.approve(id));
		assertThat(submission()).contains("\"approve\":true");
		driven.cancel();
		driven.outcome();
	}

	/** Gives one piece of advice about calls of the shop. */
	private record RemotePolicy(ApprovalAdvice.Action action) implements ToolApprovalPolicy {

		@Override
		public ApprovalAdvice advise(ApprovalRequest request) {
			throw new AssertionError("There is no call of an own tool");
		}

		@Override
		public ApprovalAdvice adviseRemote(String server, ToolContext call) {
			if (this.action == null) {
				throw new IllegalStateException(OrderTools.SECRET);
			}
			assertThat(server).isEqualTo("shop");
			assertThat(call.toolName()).isEqualTo("refund");
			assertThat(call.attribute("customer", String.class)).isEqualTo("vip");
			return switch (this.action) {
				case ASK -> ApprovalAdvice.ask("A VIP");
				case DENY -> ApprovalAdvice.deny("A VIP");
				case PROCEED -> ApprovalAdvice.proceed();
				case UNDECIDED -> ApprovalAdvice.undecided();
			};
		}

	}

}
