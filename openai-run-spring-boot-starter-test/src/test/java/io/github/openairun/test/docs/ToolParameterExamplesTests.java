package io.github.openairun.test.docs;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;
import io.github.openairun.ToolRegistration;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

class ToolParameterExamplesTests {

	@Test
	void aDefaultValue() {
		assertThat(answer("listOrders", Map.of())).isEqualTo("[\"10 null\"]");
		assertThat(answer("listOrders", Map.of("limit", 2, "state", "open"))).isEqualTo("[\"2 OPEN\"]");
	}

	@Test
	void aConstraint() {
		assertThat(answer("listOrders", Map.of("limit", 1000))).contains("\"kind\":\"invalid_arguments\"",
				"'limit' must be less than or equal to 100");
	}

	@Test
	void aTypedRegistration() {
		assertThat(answer("countStock", Map.of("article", "A1"))).isEqualTo("2");
	}

	@Test
	void aRegistrationOfJson() {
		assertThat(answer("searchStock", Map.of("text", "a"))).isEqualTo("found {\"text\":\"a\"}");
	}

	@Test
	void theContextOfARequest() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(message().contains("spend"))
				.call("credit", Map.of())
				.reply((outputs) -> outputs.get("credit"));
			Application.run(simulator, Shop.class, (context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				String reply = runs
					.execute(RunRequest.assistant("support")
						.message("How much may I spend?")
						.context(Map.of("customer", "jane"))
						.build())
					.text();
				assertThat(reply).isEqualTo("17.50");
			});
		}
	}

	private static String answer(String tool, Map<String, Object> arguments) {
		StringBuilder answer = new StringBuilder();
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(message().contains("Go")).call(tool, arguments).reply((outputs) -> outputs.get(tool));
			Application.run(simulator, Shop.class,
					(context) -> answer.append(context.getBean(RunOperations.class).execute("support", "Go").text()));
		}
		return answer.toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Bean
		LocalValidatorFactoryBean validator() {
			return new LocalValidatorFactoryBean();
		}

		@Bean
		OrderListTools orderListTools() {
			return new OrderListTools((limit, state) -> List.of(limit + " " + state),
					(customer) -> new BigDecimal("17.50"));
		}

		@Bean
		Stock stock() {
			return new Stock();
		}

		@Bean
		ToolRegistration stockTool(Stock stock) {
			return ToolRegistration.of("countStock", StockQuery.class, (query, context) -> stock.count(query.article()))
				.description("Tells how many pieces of an article are in stock");
		}

		@Bean
		ToolRegistration searchTool(Stock stock) {
			String schema = """
					{"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}""";
			return ToolRegistration.ofJson("searchStock", schema, (json, context) -> stock.search(json))
				.description("Searches the stock");
		}

	}

	static class OrderListTools {

		private final Orders orders;

		private final Accounts accounts;

		OrderListTools(Orders orders, Accounts accounts) {
			this.orders = orders;
			this.accounts = accounts;
		}

		@ToolHandler(description = "Lists the orders of the customer, newest first")
		List<String> listOrders(
				@ToolParam(description = "How many", defaultValue = "10", example = "25") @Min(1) @Max(100) int limit,
				@ToolParam(description = "Only those in this state") @Nullable OrderState state) {
			return this.orders.newest(limit, state);
		}

		@ToolHandler(description = "Tells the customer's credit")
		BigDecimal credit(ToolContext context) {
			String customer = context.attribute("customer", String.class);
			return this.accounts.creditOf(customer);
		}

	}

	enum OrderState {

		OPEN, SHIPPED

	}

	interface Orders {

		List<String> newest(int limit, @Nullable OrderState state);

	}

	interface Accounts {

		BigDecimal creditOf(@Nullable String customer);

	}

	record StockQuery(String article) {
	}

	static class Stock {

		int count(String article) {
			return article.length();
		}

		String search(String json) {
			return "found " + json;
		}

	}

}
