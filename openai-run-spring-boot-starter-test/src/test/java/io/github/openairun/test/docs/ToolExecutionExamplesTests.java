package io.github.openairun.test.docs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolCallFailedException;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.RunScript;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.ToolErrorDecision;
import io.github.openairun.tool.ToolErrorHandler;
import io.github.openairun.tool.ToolInterceptor;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ToolExecutionExamplesTests {

	@Test
	void handlersWithSettingsContextAndAudit() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage())
				.call("refund", Map.of("number", "17"))
				.reply((outputs) -> outputs.get("refund"));
			Application.run(simulator, Shop.class, (context) -> {
				Tenant.use("acme");
				try {
					assertThat(context.getBean(RunOperations.class).execute("support", "Refund order 17").text())
						.isEqualTo("17 refunded by acme");
				}
				finally {
					Tenant.use(null);
				}
				assertThat(context.getBean(Audit.class).entries()).singleElement().asString().startsWith("refund for ");
			});
		}
	}

	@Test
	void failuresThatStopTheRunOrTellTheModel() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage())
				.call("refund", Map.of("number", "none"))
				.call("refund", Map.of("number", "stolen"))
				.reply("never");
			Application.run(simulator, Shop.class,
					(context) -> assertThatExceptionOfType(ToolCallFailedException.class)
						.isThrownBy(() -> context.getBean(RunOperations.class).execute("support", "Refund my order"))
						.withCauseInstanceOf(FraudException.class));
			assertThat(simulator.exchanges()).extracting(Exchange::requestBody)
				.anySatisfy((body) -> assertThat(body).contains("The warehouse is closed."));
		}
	}

	@Test
	void limitsOfARequest() {
		RunLimits limits = RunLimits.defaults()
			.withIdenticalCalls(new RunLimit(2, RunLimit.Action.TELL_MODEL))
			.withMaxCallsPerTool(10);
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			RunScript script = simulator.when(anyMessage());
			for (int i = 0; i < 3; i++) {
				script.call("refund", Map.of("number", "17"));
			}
			script.reply((outputs) -> outputs.getAll("refund").get(2));
			Application.run(simulator, Shop.class,
					(context) -> assertThat(context.getBean(RunOperations.class)
						.execute(RunRequest.assistant("support").message("Refund").limits(limits).build())
						.text()).contains("limit_exceeded", "called 2 times with the same arguments"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Bean
		RefundTools refundTools() {
			return new RefundTools(new Refunds());
		}

		@Bean
		Audit audit() {
			return new Audit(new CopyOnWriteArrayList<>());
		}

		@Bean
		ContextPropagator tenantPropagator() {
			return () -> {
				String tenant = Tenant.current();
				return () -> {
					Tenant.use(tenant);
					return () -> Tenant.use(null);
				};
			};
		}

		@Bean
		ToolErrorHandler toolErrorHandler() {
			return (context, error) -> {
				if (error instanceof FraudException) {
					return ToolErrorDecision.cancelRun();
				}
				return (error instanceof StockException) ? ToolErrorDecision.tell("The warehouse is closed.")
						: ToolErrorDecision.defaults();
			};
		}

		@Bean
		ToolInterceptor toolAudit(Audit audit) {
			return (context, invocation) -> {
				audit.add(context.toolName() + " for " + context.runId());
				return invocation.proceed();
			};
		}

	}

	static class RefundTools {

		private final Refunds refunds;

		RefundTools(Refunds refunds) {
			this.refunds = refunds;
		}

		@ToolHandler(description = "Refunds an order", group = "refunds", timeout = "${shop.refund-timeout:5s}",
				parallel = false)
		String refund(String number) {
			return this.refunds.refund(number);
		}

	}

	static class Refunds {

		String refund(String number) {
			return switch (number) {
				case "stolen" -> throw new FraudException();
				case "none" -> throw new StockException();
				default -> number + " refunded by " + Tenant.current();
			};
		}

	}

	record Audit(List<String> entries) {

		void add(String entry) {
			this.entries.add(entry);
		}

	}

	static final class Tenant {

		private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

		private Tenant() {
		}

		static @Nullable String current() {
			return CURRENT.get();
		}

		static void use(@Nullable String tenant) {
			CURRENT.set(tenant);
		}

	}

	static class FraudException extends RuntimeException {

	}

	static class StockException extends RuntimeException {

	}

}
