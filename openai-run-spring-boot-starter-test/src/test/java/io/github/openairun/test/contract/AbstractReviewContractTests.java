package io.github.openairun.test.contract;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.RunStatus;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of calls to which something happens at an odd moment: no handler is called
 * without its approval, and no call waits for what has happened already.
 */
abstract class AbstractReviewContractTests extends ApprovalContractFixture {

	private final ReviewTools work = new ReviewTools();

	AbstractReviewContractTests(Wire wire) {
		super(wire);
	}

	@Override
	void configure(AnnotationConfigApplicationContext context) {
		super.configure(context);
		context.registerBean(ReviewTools.class, () -> this.work);
	}

	private Driven driveUntilAnotherCallIsAtWork(Mode mode) throws Exception {
		this.simulator.when(anyMessage())
			.calls(call("refund", Map.of("order", "1", "amount", 10)),
					call("refund", Map.of("order", "2", "amount", 20)), call("work", Map.of()))
			.reply((outputs) -> outputs.getAll("refund") + " " + outputs.get("work"));
		Driven driven = drive(mode);
		assertThat(this.work.begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
		return driven;
	}

	@ParameterizedTest
	@EnumSource
	void callThatIsApprovedWhileAnotherIsAtWorkDoesNotWaitForTheThird(Mode mode) throws Exception {
		begin(mode);
		Driven driven = driveUntilAnotherCallIsAtWork(mode);
		PendingCall first = this.approvals.pending()
			.stream()
			.filter((call) -> call.arguments().contains("10"))
			.findFirst()
			.orElseThrow();
		this.approvals.approve(first.id(), Decision.by("anna"));
		this.work.goOn.countDown();
		PendingCall second = suspendedOnce();
		assertThat(this.tools.invocations()).containsExactly("refund 1 10");
		this.approvals.deny(second.id(), Decision.by("anna"));
		assertThat(result(driven).text()).contains("refunded 10", "denied", "done");
	}

	@ParameterizedTest
	@EnumSource
	void nobodyIsAskedAgainIfTheRunIsCancelledWhileAnotherCallIsAtWork(Mode mode) throws Exception {
		begin(mode);
		Driven driven = driveUntilAnotherCallIsAtWork(mode);
		PendingCall call = this.approvals.pending().get(0);
		this.waiting.runs().cancel(this.waiting.runs().load(call.runId(), call.threadId()));
		this.work.goOn.countDown();
		assertThat(result(driven).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.approvals.pending()).isEmpty();
		assertThat(this.suspensions).isEmpty();
		assertThat(this.approvals.decisions(call.runId())).extracting((decided) -> decided.decision().verdict())
			.containsExactly(Verdict.WITHDRAWN, Verdict.WITHDRAWN);
		assertThat(this.tools.invocations()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void handlerIsNotCalledWithoutApprovalIfItsArgumentsFitOnlyLater(Mode mode) {
		begin(mode);
		this.simulator.when(anyMessage())
			.call("transfer", Map.of("account", "DE1"))
			.reply((outputs) -> outputs.get("transfer"));
		assertThat(result(drive(mode)).text()).contains("\"kind\":\"failed\"", "The tool was not called");
		assertThat(this.work.transfers).isEmpty();
		assertThat(this.suspensions).isEmpty();
	}

	@Test
	void handlerThatBeginsAfterTheEndOfItsRunPromisesNothing() throws Exception {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage()).call("lateReport", Map.of()).reply("Hello");
		Driven driven = drive(Mode.STARTED);
		assertThat(this.work.begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
		driven.cancel();
		assertThat(result(driven).run().status()).isEqualTo(RunStatus.CANCELLED);
		this.work.goOn.countDown();
		assertThat(this.work.over.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
		assertThat(this.work.tokens).isEmpty();
		assertThat(this.approvals.pending()).isEmpty();
	}

	@Test
	void modelIsToldThatTheToolHasBegunWhoseOutputIsDenied() {
		begin(Mode.STARTED);
		this.simulator.when(anyMessage())
			.call("report", Map.of("customer", "jane"))
			.reply((outputs) -> outputs.get("report"));
		Driven driven = drive(Mode.STARTED);
		this.approvals.deny(suspendedOnce().id(), Decision.by("anna").reason("Too late"));
		assertThat(result(driven).text()).contains("\"kind\":\"denied\"", "The tool has begun", "Too late")
			.doesNotContain("was not called");
	}

	@ParameterizedTest
	@EnumSource
	void outputsOfTheWholeRoundAreLimitedTogether(Mode mode) {
		begin(mode, "openai.run.tools.max-total-output-size=1KB");
		String text = "x".repeat(700);
		this.simulator.when(anyMessage())
			.calls(call("look", Map.of("what", text)), call("refund", Map.of("order", "1", "amount", 10)))
			.reply((outputs) -> outputs.get("look").length() + outputs.get("refund").length() + " bytes "
					+ outputs.get("refund").substring(0, 8));
		Driven driven = drive(mode);
		this.approvals.answer(suspendedOnce().id(), "answered" + text);
		String[] words = result(driven).text().split(" ");
		assertThat(Integer.parseInt(words[0])).isBetween(800, 1024);
		assertThat(words[2]).isEqualTo("answered");
	}

	@ParameterizedTest
	@MethodSource
	void policyThatFailsInAnyWayDenies(Throwable failure) {
		begin(Mode.STARTED, (call) -> {
			throw sneaky(failure);
		});
		this.simulator.when(anyMessage()).call("look", Map.of("what", "a")).reply((outputs) -> outputs.get("look"));
		assertThat(result(drive(Mode.STARTED)).text()).contains("\"kind\":\"denied\"");
		assertThat(this.tools.invocations()).isEmpty();
	}

	static Stream<Throwable> policyThatFailsInAnyWayDenies() {
		return Stream.of(new IOException("as in Kotlin"), new StackOverflowError(),
				new NoClassDefFoundError("Missing"));
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

}
