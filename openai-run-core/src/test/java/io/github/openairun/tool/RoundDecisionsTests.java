package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import io.github.openairun.Approval;
import io.github.openairun.DeferredOutput;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is known about calls, and decided, before they are executed.
 */
class RoundDecisionsTests {

	private final ToolContextFixture tools = ToolContextFixture.of(Handlers.class, Registrations.class,
			LocalValidatorFactoryBean.class);

	@BeforeEach
	void reset() {
		Handlers.CALLS.clear();
	}

	@AfterEach
	void close() {
		this.tools.close();
	}

	private CallPreview preview(String tool, String arguments, RoundContext.Builder context) {
		List<CallPreview> previews = this.tools.executor()
			.preview(new ToolBatch(ToolContextFixture.RUN, List.of(new ToolCall("call_1", tool, arguments)),
					this.tools.names(), context.build(), ToolOutputListener.NONE));
		assertThat(previews).hasSize(1);
		return previews.get(0);
	}

	private CallPreview preview(String tool, String arguments) {
		return preview(tool, arguments, RoundContext.builder());
	}

	@Test
	void previewBindsTheArgumentsAndCallsNobody() {
		CallPreview preview = preview("refund", "{\"order\":\"17\",\"amount\":5}");
		assertThat(preview.isExecutable()).isTrue();
		assertThat(preview.arguments()).containsExactly(Map.entry("order", "17"), Map.entry("amount", 5));
		assertThat(preview.approval()).isEqualTo(Approval.REQUIRED);
		assertThat(preview.group()).isEqualTo("payments");
		assertThat(preview.exclusive()).isFalse();
		assertThat(preview.deferred()).isFalse();
		assertThat(Handlers.CALLS).isEmpty();
	}

	@Test
	void previewKnowsHowTheCallWouldRun() {
		CallPreview report = preview("report", "{\"customer\":\"jane\"}");
		assertThat(report.exclusive()).isTrue();
		assertThat(report.deferred()).isTrue();
		assertThat(report.approval()).isEqualTo(Approval.NOT_REQUIRED);
		assertThat(preview("refund", "{\"order\":\"17\",\"amount\":5}", RoundContext.builder().parallel(false))
			.exclusive()).isTrue();
		assertThat(Handlers.CALLS).isEmpty();
	}

	@Test
	void previewBindsRegistrations() {
		CallPreview typed = preview("pay", "{\"cents\":7}");
		assertThat(typed.arguments()).containsExactly(Map.entry("arguments", new Payment(7)));
		assertThat(typed.approval()).isEqualTo(Approval.REQUIRED);
		assertThat(preview("raw", "{\"any\":1}").arguments()).containsExactly(Map.entry("arguments", "{\"any\":1}"));
		assertThat(preview("pay", "{\"cents\":\"x\"}").problem()).contains("cents");
	}

	@Test
	void callThatNoHandlerWouldReceiveHasAProblem() {
		assertThat(preview("refund", "{\"order\":\"17\"}").problem()).contains("amount");
		assertThat(preview("refund", "{\"order\":\"17\",\"amount\":1000}").problem()).contains("amount");
		assertThat(preview("refund", "no json").problem()).contains("JSON");
		assertThat(preview("unknown", "{}").isExecutable()).isFalse();
		assertThat(preview("refund", "{\"order\":\"17\",\"amount\":5}",
				RoundContext.builder().refusals(Map.of("call_1", "enough")))
			.isExecutable()).isFalse();
	}

	@Test
	void previewBindsEditedArguments() {
		RoundContext.Builder edited = RoundContext.builder()
			.decisions(new RoundDecisions(Map.of(), Map.of("call_1", "{\"order\":\"17\",\"amount\":3}"),
					RoundDecisions.NONE.promises()));
		assertThat(preview("refund", "{\"order\":\"17\",\"amount\":1000}", edited).arguments()).containsEntry("amount",
				3);
	}

	@Test
	void settledCallIsAnsweredWithoutItsHandler() {
		assertThat(settled(ToolOutcome.SUCCESS, "{\"refunded\":true}")).isEqualTo("{\"refunded\":true}");
		assertThat(settled(ToolOutcome.DENIED, "Too much"))
			.isEqualTo("{\"error\":{\"kind\":\"denied\",\"message\":\"Too much\"}}");
		assertThat(Handlers.CALLS).isEmpty();
	}

	private String settled(ToolOutcome outcome, String text) {
		return this.tools.call("refund", "{}",
				RoundContext.builder()
					.decisions(new RoundDecisions(Map.of("call_1", new RoundDecisions.Settled(outcome, text)), Map.of(),
							RoundDecisions.NONE.promises())));
	}

	@Test
	void handlerReceivesEditedArgumentsAndTheModelIsTold() {
		String output = this.tools.call("refund", "{\"order\":\"17\",\"amount\":50}",
				RoundContext.builder()
					.decisions(new RoundDecisions(Map.of(), Map.of("call_1", "{\"order\":\"17\",\"amount\":3}"),
							RoundDecisions.NONE.promises())));
		assertThat(Handlers.CALLS).containsExactly("17 3");
		assertThat(output).isEqualTo("Note: a person has edited the arguments of this call before it was executed. "
				+ "It was executed with {\"order\":\"17\",\"amount\":3}\nOutput: refunded");
	}

	@Test
	void editedArgumentsAreValidated() {
		String output = this.tools.call("refund", "{\"order\":\"17\",\"amount\":50}",
				RoundContext.builder()
					.decisions(new RoundDecisions(Map.of(), Map.of("call_1", "{\"order\":\"17\",\"amount\":5000}"),
							RoundDecisions.NONE.promises())));
		assertThat(output).contains("invalid_arguments");
		assertThat(Handlers.CALLS).isEmpty();
	}

	@Test
	void handlerReceivesAPromiseOfItsOutput() {
		List<String> promised = new ArrayList<>();
		this.tools.call("report", "{\"customer\":\"jane\"}",
				RoundContext.builder().decisions(new RoundDecisions(Map.of(), Map.of(), (call) -> {
					promised.add(call.id());
					return new DeferredOutput("token-1");
				})));
		assertThat(Handlers.CALLS).containsExactly("jane token-1");
		assertThat(promised).containsExactly("call_1");
	}

	@Test
	void nothingIsPromisedForArgumentsThatDoNotFit() {
		String output = this.tools.call("report", "{}",
				RoundContext.builder().decisions(new RoundDecisions(Map.of(), Map.of(), (call) -> {
					throw new AssertionError("promised");
				})));
		assertThat(output).contains("invalid_arguments");
	}

	@Test
	void handlerThatPromisesFailsWhereNobodyWaits() {
		assertThat(this.tools.call("report", "{\"customer\":\"jane\"}")).contains("\"kind\":\"failed\"");
		assertThat(Handlers.CALLS).isEmpty();
	}

	@Test
	void promiseIsNotDescribed() {
		assertThat(this.tools.registry().definitions()).filteredOn((tool) -> tool.name().equals("report"))
			.singleElement()
			.satisfies((tool) -> assertThat(tool.parameters()).contains("customer").doesNotContain("output"));
	}

	@Test
	void registryKnowsWhichCallsMayWait() {
		ToolRegistry registry = this.tools.registry();
		assertThat(registry.mayWait("refund")).isTrue();
		assertThat(registry.mayWait("report")).isTrue();
		assertThat(registry.mayWait("pay")).isTrue();
		assertThat(registry.mayWait("raw")).isFalse();
		assertThat(registry.mayWait("unknown")).isFalse();
	}

	@Test
	void refusesAPromiseBesideAResult() {
		assertThatExceptionOfType(ToolDeclarationException.class)
			.isThrownBy(() -> ToolContextFixture.of(TwoOutputs.class))
			.satisfies((ex) -> {
				assertThat(ex.description()).contains("TwoOutputs.report", "DeferredOutput");
				assertThat(ex.action()).contains("return nothing");
			});
	}

	@Test
	void refusesTwoPromisesOfOneOutput() {
		assertThatExceptionOfType(ToolDeclarationException.class)
			.isThrownBy(() -> ToolContextFixture.of(TwoPromises.class))
			.satisfies((ex) -> assertThat(ex.description()).contains("TwoPromises.report",
					"has two DeferredOutput parameters"));
	}

	@Test
	void executorThatCannotTellLetsEveryCallPass() {
		ToolExecutor executor = (batch) -> {
			throw new AssertionError("executed");
		};
		assertThat(executor.preview(new ToolBatch(ToolContextFixture.RUN, List.of(new ToolCall("call_1", "x", "{}")),
				List.of("x"), RoundContext.builder().build(), ToolOutputListener.NONE)))
			.singleElement()
			.satisfies((preview) -> assertThat(preview.isExecutable()).isTrue());
	}

	static class Handlers {

		static final List<String> CALLS = new ArrayList<>();

		@ToolHandler(description = "Refunds an order", approval = Approval.REQUIRED, group = "payments")
		String refund(String order, @Max(100) int amount) {
			CALLS.add(order + " " + amount);
			return "refunded";
		}

		@ToolHandler(parallel = false)
		void report(String customer, DeferredOutput output) {
			CALLS.add(customer + " " + output.token());
		}

	}

	static class TwoOutputs {

		@ToolHandler
		String report(DeferredOutput output) {
			return output.token();
		}

	}

	static class TwoPromises {

		@ToolHandler
		void report(DeferredOutput first, DeferredOutput second) {
			Handlers.CALLS.add(first.token() + second.token());
		}

	}

	record Payment(int cents) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Registrations {

		@Bean
		ToolRegistration pay() {
			return ToolRegistration.of("pay", Payment.class, (payment, context) -> "paid").approval(Approval.REQUIRED);
		}

		@Bean
		ToolRegistration raw() {
			return ToolRegistration.ofJson("raw", "{\"type\":\"object\"}", RoundDecisionsTests::echo);
		}

	}

	private static @Nullable Object echo(String arguments, Object context) {
		return arguments;
	}

}
