package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.ApprovalAdvice;
import io.github.openairun.CallDecidedException;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.PageQuery;
import io.github.openairun.PendingCall;
import io.github.openairun.RunResult;
import io.github.openairun.RunStep;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The contract of decisions about tool calls: one output for each call, in their order,
 * and each handler is called exactly once or never.
 */
abstract class AbstractApprovalContractTests extends ApprovalContractFixture {

	AbstractApprovalContractTests(Wire wire) {
		super(wire);
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

}
