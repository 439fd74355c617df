package io.github.openairun.test.docs;

import java.math.BigDecimal;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

import io.github.openairun.Approval;
import io.github.openairun.ApprovalAdvice;
import io.github.openairun.ApprovalRequest;
import io.github.openairun.Decision;
import io.github.openairun.DeferredOutput;
import io.github.openairun.DeferredOutputs;
import io.github.openairun.PendingCall;
import io.github.openairun.RunOperations;
import io.github.openairun.RunOutcome;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolApprovals;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of docs/approval.md.
 */
class ApprovalExamplesTests {

	@AfterEach
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	private static Principal logIn(String name, String role) {
		TestingAuthenticationToken user = new TestingAuthenticationToken(name, "secret", role);
		SecurityContextHolder.getContext().setAuthentication(user);
		return user;
	}

	@Test
	void aSupervisorDecides() {
		shop(50, (context) -> {
			RunOutcome outcome = new Caller(context.getBean(RunOperations.class)).call();
			assertThat(outcome.pendingCalls()).singleElement()
				.satisfies((call) -> assertThat(call.reason()).isEqualTo("It is 10 or more"));
			Principal supervisor = logIn("anna", "ROLE_SUPERVISOR");
			Decisions decisions = context.getBean(Decisions.class);
			PendingCall call = decisions.pending().get(0);
			decisions.approve(call.id(), "{\"order\":\"17\",\"amount\":20}", supervisor);
			assertThat(outcome.handle().join().text()).contains("refunded 20");
		});
	}

	@Test
	void nobodyElseDecides() {
		shop(50, (context) -> {
			RunOutcome outcome = new Caller(context.getBean(RunOperations.class)).call();
			String id = outcome.pendingCalls().get(0).id();
			Principal clerk = logIn("ben", "ROLE_CLERK");
			Decisions decisions = context.getBean(Decisions.class);
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(decisions::pending);
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> decisions.approve(id, clerk));
			assertThat(context.getBean(ToolApprovals.class).pending()).hasSize(1);
			decisions(context, id);
			assertThat(outcome.handle().join().text()).contains("denied", "too much");
		});
	}

	private static void decisions(ApplicationContext context, String id) {
		context.getBean(Decisions.class).deny(id, "too much", logIn("anna", "ROLE_SUPERVISOR"));
	}

	@Test
	void thePolicyDecidesSmallAndImpossibleOnes() {
		shop(5, (context) -> assertThat(new Caller(context.getBean(RunOperations.class)).call().result().text())
			.isEqualTo("refunded 5"));
		shop(-5, (context) -> assertThat(new Caller(context.getBean(RunOperations.class)).call().result().text())
			.contains("The amount must be positive"));
	}

	private static void shop(int amount, Consumer<ApplicationContext> use) {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage())
				.call("refund", Map.of("order", "17", "amount", amount))
				.reply((outputs) -> outputs.get("refund"));
			Application.run(simulator, Shop.class, use);
		}
	}

	@Test
	void theReportArrivesLater() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage())
				.call("creditReport", Map.of("customer", "jane"))
				.reply((outputs) -> outputs.get("creditReport"));
			Application.run(simulator, Bank.class, (context) -> {
				RunOutcome outcome = new Caller(context.getBean(RunOperations.class)).call();
				Agency agency = context.getBean(Agency.class);
				context.getBean(Reports.class).reportArrived(agency.tokens.get(0), "all is well");
				assertThat(outcome.handle().join().text()).isEqualTo("all is well");
			});
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(proxyTargetClass = true)
	@Import({ Refunds.class, Payments.class, Decisions.class })
	static class Shop {

		@Bean
		ToolApprovalPolicy refunds() {
			return (call) -> {
				if (!call.tool().equals("refund")) {
					return ApprovalAdvice.undecided();
				}
				BigDecimal amount = call.argument("amount", BigDecimal.class);
				if (amount == null || amount.signum() <= 0) {
					return ApprovalAdvice.deny("The amount must be positive");
				}
				return (amount.intValue() < 10) ? ApprovalAdvice.proceed() : ApprovalAdvice.ask("It is 10 or more");
			};
		}

		@Bean
		ToolApprovalPolicy shop() {
			return new ToolApprovalPolicy() {

				@Override
				public ApprovalAdvice advise(ApprovalRequest request) {
					return ApprovalAdvice.undecided();
				}

				@Override
				public ApprovalAdvice adviseRemote(String server, ToolContext call) {
					return (server.equals("shop") && call.toolName().equals("search")) ? ApprovalAdvice.proceed()
							: ApprovalAdvice.ask("It is not a search in the shop");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Agency.class, Reports.class })
	static class Bank {

	}

	static class Payments {

		String refund(String order, BigDecimal amount) {
			return "refunded " + amount;
		}

	}

	static class Refunds {

		private final Payments payments;

		Refunds(Payments payments) {
			this.payments = payments;
		}

		@ToolHandler(description = "Refunds an order", approval = Approval.REQUIRED)
		String refund(String order, BigDecimal amount) {
			return this.payments.refund(order, amount);
		}

	}

	@Service
	@PreAuthorize("hasRole('SUPERVISOR')")
	static class Decisions {

		private final ToolApprovals approvals;

		Decisions(ToolApprovals approvals) {
			this.approvals = approvals;
		}

		List<PendingCall> pending() {
			return this.approvals.pending();
		}

		void approve(String id, Principal user) {
			this.approvals.approve(id, Decision.by(user.getName()));
		}

		void approve(String id, String arguments, Principal user) {
			this.approvals.approve(id, Decision.by(user.getName()).arguments(arguments));
		}

		void deny(String id, String reason, Principal user) {
			this.approvals.deny(id, Decision.by(user.getName()).reason(reason));
		}

	}

	static class Agency {

		final List<String> tokens = new ArrayList<>();

		void order(String customer, String token) {
			this.tokens.add(token);
		}

	}

	static class Reports {

		private final Agency agency;

		private final DeferredOutputs deferredOutputs;

		Reports(Agency agency, DeferredOutputs deferredOutputs) {
			this.agency = agency;
			this.deferredOutputs = deferredOutputs;
		}

		@ToolHandler(description = "Orders a credit report")
		void creditReport(String customer, DeferredOutput output) {
			this.agency.order(customer, output.token());
		}

		void reportArrived(String token, String report) {
			this.deferredOutputs.complete(token, report);
		}

	}

	static class Caller {

		private final RunOperations runs;

		Caller(RunOperations runs) {
			this.runs = runs;
		}

		RunOutcome call() {
			RunOperations runs = this.runs;
			RunOutcome outcome = runs
				.executeUntilSuspended(RunRequest.assistant("support").message("Refund order 17").build());
			if (outcome.isSuspended()) {
				show(outcome.pendingCalls());
			}
			return outcome;
		}

		private static void show(List<PendingCall> calls) {
			assertThat(calls).isNotEmpty();
		}

	}

}
